import { isTransient, KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Parent, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import type { BlockWay } from '../../base/run/volume-records.ts';

/** How the blocks of a volume are copied, as an earlier attempt decided it; else by its parent, where it has one. */
export async function blockWayOf(store: ObjectStore, cloneId: string, volume: VolumeItem): Promise<BlockWay> {
  const { parent } = volume;
  return (await findRecord<BlockWay>(store, keysOf(cloneId).blockWay(volume.claim))) ?? (parent ? { parent } : {});
}

export function keepBlockWay(store: ObjectStore, cloneId: string, claim: string, way: BlockWay): Promise<void> {
  return writeRecord(store, keysOf(cloneId).blockWay(claim), way);
}

/**
 * Does it with the parent; where that cannot be for good, whatever the reason, does it without, and answers why: a copy of
 * all blocks is right in any case, and where the reason is none of the parent's it comes up again. Each decision is kept
 * before what it leads to, so that an attempt which runs again does not decide otherwise.
 */
export async function withParentOrWhole<T>(
  way: BlockWay,
  keep: (way: BlockWay) => Promise<void>,
  run: (parent: Parent | undefined) => Promise<T>,
): Promise<{ result: T; way: BlockWay }> {
  if (!way.parent) return { result: await run(undefined), way };
  try {
    return { result: await run(way.parent), way };
  } catch (error) {
    if (isTransient(error) || isOver(error)) throw error;
    const whole = { broken: error instanceof Error ? error.message : String(error) };
    await keep(whole);
    return { result: await run(undefined), way: whole };
  }
}

const isOver = (error: unknown) => error instanceof KubeferryError && error.name === 'RunIsOver';
