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
  const { sizeGiB, kmsKeyArn, tags, description, parentSnapshotId } = request;
  const described = { volumeId: 'vol-ffffffff', sizeGiB, encrypted: true, kmsKeyArn, tags, description };
  const blocks = parentSnapshotId ? parentOf(world, place, request) : new Map();
  const held = { blocks, put: new Set<number>(), madeBy: 'blocks' as const, readyAt: Number.POSITIVE_INFINITY };
  const { id } = addSnapshot(world, place, described, held).snapshot;
  world.tokens.set(token, id);
  return id;
}

/** A copy of the parent's blocks. */
function parentOf(world: EbsWorld, place: MemoryPlace, { parentSnapshotId, sizeGiB, kmsKeyArn }: StartSnapshotRequest) {
  const parent = heldAt(world, place, parentSnapshotId!);
  const { state, sizeGiB: size, kmsKeyArn: key } = snapshotNow(world, parent);
  if (state !== 'completed' || size !== sizeGiB || key !== kmsKeyArn)
    throw new Error(
      `Snapshot ${parentSnapshotId} is ${state}, has ${size} GiB and key ${key}: it is no parent for it.`,
    );
  return new Map(parent.blocks);
}

export function memoryBlockSource(
  world: EbsWorld,
  place: MemoryPlace,
  snapshotId: string,
  since?: string,
): BlockSource {
  const blocksOf = (id: string) => {
    const held = heldAt(world, place, id);
    const { state } = snapshotNow(world, held);
    if (state !== 'completed') throw new KubeferryError('NotYet', `Snapshot ${id} is ${state}.`);
    return held.blocks;
  };
  const blocks = () => blocksOf(snapshotId);
  const refs = (): BlockRef[] => {
    const here = blocks();
    const before = since === undefined ? undefined : blocksOf(since);
    const isListed = (index: number) => !before || !isSame(before.get(index), here.get(index));
    const all = [...new Set([...here.keys(), ...(before?.keys() ?? [])])].filter(isListed).sort((a, b) => a - b);
    return all.map((index) => ({
      index,
      ...(here.has(index) ? { token: `${snapshotId}/${index}` } : {}),
      ...(before && !before.has(index) ? { isNew: true as const } : {}),
    }));
  };
  return {
    async *list({ startIndex = 0, endIndex = Number.POSITIVE_INFINITY } = {}) {
      const listed = refs().filter(({ index }) => index >= startIndex && index < endIndex);
      for (let at = 0; at < listed.length; at += PAGE) yield listed.slice(at, at + PAGE);
    },
    async get({ index, token }, into = new Uint8Array(BLOCK_BYTES)) {
      const bytes = blocks().get(index);
      if (!bytes || token !== `${snapshotId}/${index}`) throw notThere('block', [token ?? `${index}`], place);
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
      held.put?.add(index);
    },
    async seal(changedBlocks, checksum) {
      const held = heldAt(world, place, snapshotId);
      if (held.readyAt !== Number.POSITIVE_INFINITY) return;
      const hash = createHash('sha256');
      const put = [...(held.put ?? [])].sort((a, b) => a - b);
      for (const index of put) hash.update(createHash('sha256').update(held.blocks.get(index)!).digest());
      const fits = put.length === changedBlocks && hash.digest().equals(checksum);
      if (!fits) throw corrupt(`the seal over ${changedBlocks} blocks`, snapshotId);
      held.readyAt = world.clock.now().getTime() + world.delayMs;
    },
  };
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one === other || (one !== undefined && other !== undefined && Buffer.compare(one, other) === 0);

function heldAt(world: EbsWorld, place: MemoryPlace, snapshotId: string) {
  const held = world.snapshots.get(snapshotId);
  if (!held || !isAt(held, place)) throw notThere('snapshot', [snapshotId], place);
  return held;
}

function corrupt(what: string, snapshotId: string): KubeferryError {
  return new KubeferryError('DataCorrupt', `The bytes of ${what} of snapshot ${snapshotId} do not fit their checksum.`);
}
