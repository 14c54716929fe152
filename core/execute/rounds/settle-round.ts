import { BLOCK_BYTES } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { TAG } from '../../base/run/names.ts';
import { findRecord, readLines, readRecord } from '../../base/run/records.ts';
import { changeRounds, copyIdOf, type Round, type RoundVolume, roundsOf } from '../../base/run/rounds.ts';
import type { BlockWay, SnapshotSize } from '../../base/run/volume-records.ts';
import { strategyOf } from '../../base/strategies.ts';
import type { Approval } from '../../plan/approval/approval.ts';
import { decide, type Next } from './decide.ts';
import { removeRounds } from './remove-rounds.ts';

export type Sides = Record<'source' | 'target', VolumeStorage>;

/** A snapshot that a round has made in the target: await-snapshot writes it when it is complete. */
export interface Copied {
  snapshotId: string;
}

/**
 * Ends the round that is under way, where one is, lets go of those before it, and decides what comes next: another round, a
 * while of waiting, or the cut-over. May run again. Throws DowntimeTooLong, and NotYet while what was made cannot be seen.
 */
export async function settleRound(
  sides: Sides,
  store: ObjectStore,
  clone: Clone,
  { attempt, now }: { attempt: Attempt; now: Date },
): Promise<Next> {
  const { cloneId } = clone;
  const last = (await roundsOf(store, cloneId)).rounds.at(-1);
  if (last && !last.endedAt) await end(sides.target, store, clone, last, { attempt, now });
  const { rounds } = await roundsOf(store, cloneId);
  await removeRounds(sides, store, clone, rounds.slice(0, -1), { isLastTime: false });
  const approval = await findRecord<Approval>(store, keysOf(cloneId).cutOverApproval);
  const migrate = clone.migrate!;
  const next = decide({ migrate, rounds, approved: approval !== undefined, now });
  if (next.next === 'cut-over')
    await changeRounds(store, cloneId, (found) => ({
      ...found,
      cutOver: found.cutOver ?? { at: now.toISOString(), expectedSeconds: next.downSeconds },
    }));
  return next;
}

async function end(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  { number }: Round,
  { attempt, now }: { attempt: Attempt; now: Date },
): Promise<void> {
  const copyId = copyIdOf({ cloneId: clone.cloneId, round: number });
  const items = await readLines<VolumeItem>(store, keysOf(copyId).volumes, 'begin-round');
  const volumes = await Promise.all(items.map((item) => brought(store, copyId, item)));
  // EBS lets StartSnapshot go on from no other (lib/permissions/target-blocks.ts).
  for (const { sourceSnapshotId, snapshotId } of volumes)
    if (snapshotId !== sourceSnapshotId)
      await lookForOwn(attempt, () => target.tagSnapshot(snapshotId, { [TAG.lineage]: clone.route.name }));
  await changeRounds(store, clone.cloneId, (found) => ({
    ...found,
    rounds: found.rounds.map((round) =>
      round.number === number && !round.endedAt ? { ...round, volumes, endedAt: now.toISOString() } : round,
    ),
  }));
}

/** What the round has brought of one volume. */
async function brought(
  store: ObjectStore,
  copyId: string,
  { claim, strategy, origin }: VolumeItem,
): Promise<RoundVolume> {
  const keys = keysOf(copyId);
  const sourceSnapshotId = origin.snapshotId;
  const copied = isInPlace(strategy)
    ? { snapshotId: sourceSnapshotId }
    : await readRecord<Copied>(store, keys.copied(claim), 'await-snapshot');
  const size = await findRecord<SnapshotSize>(store, keys.snapshotSize(claim));
  const way = await findRecord<BlockWay>(store, keys.blockWay(claim));
  const blocks = size ? Math.ceil(size.bytes / BLOCK_BYTES) : way?.written;
  const moved = way?.blocks === undefined ? (size?.bytes ?? 0) : way.blocks * BLOCK_BYTES;
  return {
    claim,
    sourceSnapshotId,
    snapshotId: copied.snapshotId,
    ...(blocks === undefined ? {} : { blocks }),
    bytes: isInPlace(strategy) ? 0 : moved,
  };
}

/** The target makes its volume of the very snapshot of the source. */
const isInPlace = (strategy: VolumeItem['strategy']) => strategyOf(strategy).steps?.states.length === 0;
