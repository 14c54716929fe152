import { inParallel } from '../in-parallel.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { lineageKey, lineagesKey } from './keys.ts';
import type { Home } from './lineage-home.ts';
import { LONGEST_RUN_MS } from './lock.ts';
import { findRecord } from './records.ts';
import { changeRegister } from './register.ts';

/** A run that reads a pair, so that nobody may remove it yet. */
export interface Hold {
  cloneId: string;
  since: string;
}

/** A snapshot of a source volume and its twin in the target, kept beyond the run that made both. */
export interface Pair {
  /** Whose tags and descriptions both snapshots carry. */
  madeBy: string;
  /** When that run began, ISO 8601: of two pairs the later one is the newer. */
  takenAt: string;
  strategy: string;
  sourceVolumeId: string;
  /** Of the volume at the source. */
  sizeGiB: number;
  source: Home & { snapshotId: string };
  target: Home & { snapshotId: string; kmsKeyArn: string };
  /** Of all data in it, where EC2 has said so, or its lists. */
  bytes?: number;
  /** What had changed since the pair before it, where there was one: what the next clone is expected to move. */
  changedBytes?: number;
  heldBy: Hold[];
  /** Its snapshots are being deleted: nobody may begin to read it. */
  leaving?: true;
}

/** What is kept of one claim for the clones of one route: one record that its runs share. */
export interface Lineage {
  route: string;
  /** Source claim, `namespace/name`. */
  claim: string;
  /** Oldest first; the last one that is not leaving is what the next clone goes on from. */
  pairs: Pair[];
  /** Clones that stand, and whose next refresh or run of a schedule goes on from it. */
  clones: string[];
  /** It stays when no clone stands any more, until a request says otherwise. */
  untilTold?: true;
}

export const findLineage = (store: ObjectStore, route: string, claim: string): Promise<Lineage | undefined> =>
  findRecord<Lineage>(store, lineageKey(route, claim));

/** All of a route, in the order of their claims. */
export async function lineagesOf(store: ObjectStore, route: string): Promise<Lineage[]> {
  const keys = await Array.fromAsync(store.list(lineagesKey(route)));
  const found = await inParallel(keys, 16, (key) => findRecord<Lineage>(store, key));
  return found.filter((lineage) => lineage !== undefined);
}

export const newestPair = (lineage: Lineage | undefined): Pair | undefined =>
  lineage?.pairs.findLast(({ leaving }) => !leaving);

/**
 * Takes the pair of that source snapshot for a run: until the run lets go of it, nobody removes it. Undefined when it is
 * gone, or about to go. The run may ask again.
 */
export function holdPair(
  store: ObjectStore,
  { route, claim }: Pick<Lineage, 'route' | 'claim'>,
  sourceSnapshotId: string,
  hold: Hold,
): Promise<Pair | undefined> {
  return changeRegister<Lineage, Pair | undefined>(store, lineageKey(route, claim), (lineage) => {
    const pair = lineage?.pairs.find((each) => each.source.snapshotId === sourceSnapshotId && !each.leaving);
    if (!lineage || !pair) return { next: lineage, answer: undefined };
    if (pair.heldBy.some(({ cloneId }) => cloneId === hold.cloneId)) return { next: lineage, answer: pair };
    const held = { ...pair, heldBy: [...pair.heldBy, hold] };
    return { next: { ...lineage, pairs: lineage.pairs.map((each) => (each === pair ? held : each)) }, answer: held };
  });
}

/** A run that began longer ago than any run lasts reads nothing any more. */
export const isHeld = ({ heldBy }: Pair, now: Date): boolean =>
  heldBy.some(({ since }) => now.getTime() - Date.parse(since) < LONGEST_RUN_MS);
