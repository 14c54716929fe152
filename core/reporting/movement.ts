import { BLOCK_BYTES } from '../base/ports/block-store.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { Tally } from '../base/run/step-times.ts';
import type { BlockWay, MovedBlocks, SnapshotSize } from '../base/run/volume-records.ts';

/** What of a volume's data was to be moved, and what was; in blocks of 512 KiB. */
export interface Movement {
  /** That had to be moved: all that is written, or what has changed since an earlier clone. */
  toMove: number;
  /** Written in the snapshot of the source. */
  of: number;
  /** Read and put by functions, all attempts together; absent where EBS copies by itself. */
  moved?: MovedBlocks;
  /** Why all was moved although an earlier clone had left something. */
  broken?: string;
}

/** Undefined before it is known how much data there is. */
export async function movementOf(
  store: ObjectStore,
  cloneId: string,
  claim: string,
  tallies: readonly Tally[],
): Promise<Movement | undefined> {
  const keys = keysOf(cloneId);
  const size = await findRecord<SnapshotSize>(store, keys.snapshotSize(claim));
  const way = (await findRecord<BlockWay>(store, keys.blockWay(claim))) ?? {};
  const written = size && Math.ceil(size.bytes / BLOCK_BYTES);
  const of = written ?? way.written ?? way.blocks;
  if (of === undefined) return undefined;
  const moved = blocksMoved(tallies, claim);
  return {
    toMove: way.blocks ?? of,
    of,
    ...(moved ? { moved } : {}),
    ...(way.broken === undefined ? {} : { broken: way.broken }),
  };
}

/** The step that moves blocks; one that compares them reads them again, and moves none. */
const COPIES = 'copy-segment';

/** Of all attempts at all segments, also of those that failed; undefined where none has moved any. */
function blocksMoved(tallies: readonly Tally[], claim: string): MovedBlocks | undefined {
  const moved = tallies.flatMap(({ step, subject, blocks }) =>
    step === COPIES && subject === claim && blocks ? [blocks] : [],
  );
  const sum = (of: (blocks: MovedBlocks) => number) => moved.reduce((total, blocks) => total + of(blocks), 0);
  return moved.length > 0 ? { read: sum(({ read }) => read), written: sum(({ written }) => written) } : undefined;
}

/** `3 of 100 blocks (1.5 MiB), 97 saved` */
export function sayMovement({ toMove, of }: Movement): string {
  const saved = Math.max(0, of - toMove);
  return `${count(toMove)} of ${count(of)} blocks (${sayBlocks(toMove)})${saved > 0 ? `, ${sayBlocks(saved)} saved` : ''}`;
}

function sayBlocks(blocks: number): string {
  const mebibytes = (blocks * BLOCK_BYTES) / 2 ** 20;
  return mebibytes < 1_024 ? `${round(mebibytes)} MiB` : `${round(mebibytes / 1_024)} GiB`;
}

const round = (value: number) => Number(value.toFixed(value < 10 ? 1 : 0)).toLocaleString('en-US');
const count = (value: number) => value.toLocaleString('en-US');
