import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, lookForOwn } from '../../base/run/attempt.ts';
import { lineageKey } from '../../base/run/keys.ts';
import { isHeld, type Lineage, newestPair, type Pair } from '../../base/run/lineage.ts';
import { type Home, homeText, isSameHome } from '../../base/run/lineage-home.ts';
import { MADE_BY, type StepTag, TAG } from '../../base/run/names.ts';
import { changeRegister } from '../../base/run/register.ts';
import { type Kept, noteKept } from '../undo/kept.ts';
import { expectGone, withoutTags } from '../undo/look-by-ids.ts';
import { descriptionOf } from '../volumes/ebs-ledger.ts';

/** One end of the route, as it is now. */
export interface PairSide extends Home {
  storage: VolumeStorage;
}

type Sides = Record<'source' | 'target', PairSide>;
const STEP: Record<keyof Sides, StepTag> = { source: 'source-snapshot', target: 'target-snapshot' };

/** Ids of the snapshots that stay, on both sides. */
export const idsKept = (lineages: readonly Lineage[]): Set<string> =>
  new Set(
    lineages.flatMap(({ pairs }) =>
      pairs.filter(({ leaving }) => !leaving).flatMap(({ source, target }) => [source.snapshotId, target.snapshotId]),
    ),
  );

/**
 * Tags the snapshots that stay: StartSnapshot may go on from no other, and people see what they are kept for. One that EC2 does
 * not show yet is NotYet: left without its tag, the next clone would copy all of it.
 */
export async function markKept(
  sides: Sides,
  cloneId: string,
  lineages: readonly Lineage[],
  attempt: Attempt,
): Promise<void> {
  await inParallel(lineages, 4, async (lineage) => {
    const pair = newestPair(lineage);
    if (pair?.madeBy !== cloneId) return;
    for (const side of ['source', 'target'] as const) {
      const tag = () => sides[side].storage.tagSnapshot(pair[side].snapshotId, { [TAG.lineage]: lineage.route });
      await lookForOwn(attempt, tag);
    }
  });
}

/**
 * What stays is read by nobody until the next clone asks for it, unless another run reads it now: that one ends its own reading.
 * Where what lets the blocks be read is no right of a role, it is taken back.
 */
export async function endReadings({ storage }: PairSide, lineages: readonly Lineage[], now: Date): Promise<void> {
  const resting = lineages.flatMap(({ pairs }) => pairs.filter((pair) => !pair.leaving && !isHeld(pair, now)));
  await inParallel(resting, 4, async ({ source }) => storage.endReading?.(source.snapshotId));
}

/**
 * Deletes the snapshots of the pairs that are leaving, and then forgets the pairs: by the ids of the record, and only what
 * has the description with which its run made it, which nobody can change, and our tag. Answers how many were deleted, and
 * notes what is left. Throws NotYet while EC2 still shows one.
 */
export async function removeLeaving(
  sides: Sides,
  store: ObjectStore,
  cloneId: string,
  lineages: readonly Lineage[],
): Promise<number> {
  const done = await inParallel(lineages, 4, (lineage) => removePairs(sides, store, lineage));
  const kept = done.flatMap((each) => each.kept);
  if (kept.length > 0) await noteKept(store, cloneId, 'lineage', kept);
  return done.reduce((sum, { removed }) => sum + removed, 0);
}

async function removePairs(sides: Sides, store: ObjectStore, lineage: Lineage) {
  const leaving = lineage.pairs.filter((pair) => pair.leaving);
  let removed = 0;
  const kept: Kept[] = [];
  for (const side of ['source', 'target'] as const) {
    const reachable = leaving.filter((pair) => isSameHome(pair[side], sides[side]));
    kept.push(...leaving.filter((pair) => !reachable.includes(pair)).map((pair) => elsewhere(pair, side)));
    const done = await removeFrom(sides[side].storage, side, reachable);
    removed += done.removed;
    kept.push(...done.kept);
  }
  await forget(store, lineage, new Set(leaving.map(({ source }) => source.snapshotId)));
  return { removed, kept };
}

async function removeFrom(storage: VolumeStorage, side: keyof Sides, pairs: Pair[]) {
  const makers = new Map(pairs.map((pair) => [pair[side].snapshotId, pair.madeBy]));
  const found = pairs.length > 0 ? await storage.presentSnapshots([...makers.keys()]) : [];
  const isOurs = ({ id, description, tags }: Snapshot) =>
    description === descriptionOf(makers.get(id)!, STEP[side]) && tags[TAG.madeBy] === MADE_BY;
  const own = found.filter(isOurs);
  for (const { id } of own) await storage.deleteSnapshot(id);
  const ids = own.map(({ id }) => id);
  expectGone('snapshot', ids.length > 0 ? await storage.presentSnapshots(ids) : []);
  return { removed: own.length, kept: found.filter((each) => !isOurs(each)).map(withoutTags) };
}

function forget(store: ObjectStore, { route, claim }: Lineage, gone: ReadonlySet<string>): Promise<void> {
  return changeRegister<Lineage, void>(store, lineageKey(route, claim), (held) => {
    if (!held) return { next: held, answer: undefined };
    const pairs = held.pairs.filter(({ source, leaving }) => !(leaving && gone.has(source.snapshotId)));
    if (pairs.length === 0) return { next: undefined, answer: undefined };
    return { next: pairs.length === held.pairs.length ? held : { ...held, pairs }, answer: undefined };
  });
}

const elsewhere = (pair: Pair, side: keyof Sides): Kept => ({
  at: pair[side].snapshotId,
  why: `it was kept for the next clone in ${homeText(pair[side])}, and the route leads elsewhere by now; delete it there`,
});
