import { createHash } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import { BLOCK_BYTES, type BlockRef, type BlockSink, type BlockSource } from '../../core/base/ports/block-store.ts';
import type { StartSnapshotRequest } from '../../core/base/ports/volume-storage.ts';
import { addSnapshot } from './ebs-making.ts';
import { type EbsWorld, isAt, type MemoryPlace, notThere, snapshotNow } from './ebs-world.ts';

/** Blocks in a page of `list`: few, so that pages matter in tests. */
const PAGE = 100;

/** The same request with the same token returns the same snapshot. */
export function memoryStartSnapshot(world: EbsWorld, place: MemoryPlace, request: StartSnapshotRequest): string {
  const token = `${place.account}/${place.region}/start/${request.clientToken}`;
  const before = world.tokens.get(token);
  if (before) return before;
  const { sizeGiB, kmsKeyArn, tags } = request;
  const described = { volumeId: 'vol-ffffffff', sizeGiB, encrypted: true, kmsKeyArn, tags };
  const held = { blocks: new Map(), madeBy: 'blocks' as const, readyAt: Number.POSITIVE_INFINITY };
  const { id } = addSnapshot(world, place, described, held).snapshot;
  world.tokens.set(token, id);
  return id;
}

export function memoryBlockSource(world: EbsWorld, place: MemoryPlace, snapshotId: string): BlockSource {
  const blocks = () => {
    const held = heldAt(world, place, snapshotId);
    const { state } = snapshotNow(world, held);
    if (state !== 'completed') throw new KubeferryError('NotYet', `Snapshot ${snapshotId} is ${state}.`);
    return held.blocks;
  };
  return {
    async *list({ startIndex = 0, endIndex = Number.POSITIVE_INFINITY } = {}) {
      const indexes = [...blocks().keys()].filter((it) => it >= startIndex && it < endIndex).sort((a, b) => a - b);
      for (let at = 0; at < indexes.length; at += PAGE) {
        yield indexes.slice(at, at + PAGE).map((index): BlockRef => ({ index, token: `${snapshotId}/${index}` }));
      }
    },
    async get({ index, token }, into = new Uint8Array(BLOCK_BYTES)) {
      const bytes = blocks().get(index);
      if (!bytes || token !== `${snapshotId}/${index}`) throw notThere('block', [token], place);
      into.set(bytes);
      return { bytes: into, sha256: createHash('sha256').update(bytes).digest() };
    },
  };
}

export function memoryBlockSink(world: EbsWorld, place: MemoryPlace, snapshotId: string): BlockSink {
  return {
    async put(index, bytes, sha256) {
      const held = heldAt(world, place, snapshotId);
      const digest = createHash('sha256').update(bytes).digest();
      if (!digest.equals(sha256) || bytes.length !== BLOCK_BYTES) throw corrupt(`block ${index}`, snapshotId);
      if (held.readyAt !== Number.POSITIVE_INFINITY)
        throw new KubeferryError('AccessDenied', `${snapshotId} is sealed.`);
      held.blocks.set(index, bytes.slice());
    },
    async seal(changedBlocks, checksum) {
      const held = heldAt(world, place, snapshotId);
      if (held.readyAt !== Number.POSITIVE_INFINITY) return;
      const hash = createHash('sha256');
      for (const [, bytes] of [...held.blocks].sort(([a], [b]) => a - b)) {
        hash.update(createHash('sha256').update(bytes).digest());
      }
      const fits = held.blocks.size === changedBlocks && hash.digest().equals(checksum);
      if (!fits) throw corrupt(`the seal over ${changedBlocks} blocks`, snapshotId);
      held.readyAt = world.clock.now().getTime() + world.delayMs;
    },
  };
}

function heldAt(world: EbsWorld, place: MemoryPlace, snapshotId: string) {
  const held = world.snapshots.get(snapshotId);
  if (!held || !isAt(held, place)) throw notThere('snapshot', [snapshotId], place);
  return held;
}

function corrupt(what: string, snapshotId: string): KubeferryError {
  return new KubeferryError('DataCorrupt', `The bytes of ${what} of snapshot ${snapshotId} do not fit their checksum.`);
}
