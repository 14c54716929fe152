import { isHeld, type Lineage, type Pair } from '../../base/run/lineage.ts';

/** What a run that comes to its end says of what is kept of one claim. */
export interface Settlement {
  /** It reads nothing any more. */
  cloneId: string;
  now: Date;
  /** The pair that the run has made, where it is to be kept. */
  pair?: Pair;
  /** The run's clone stands, and the next one goes on from what is kept. */
  stands: boolean;
  /** Clones that stand no more. */
  gone: readonly string[];
  /** It is kept when no clone stands any more, until a request says otherwise. */
  untilTold: boolean;
  /** The request says that nothing is kept. */
  forget: boolean;
}

/**
 * The lineage after the end of a run: the newest pair stays as long as a clone stands that goes on from it, or until it is
 * told to go; every other pair goes once no run reads it. Asked again, it answers the same. Pure.
 */
export function settled(lineage: Lineage, settlement: Settlement): Lineage {
  const { cloneId, now, pair } = settlement;
  const { route, claim } = lineage;
  const clones = standing(lineage, settlement);
  const untilTold = !settlement.forget && (settlement.untilTold || lineage.untilTold === true);
  const before = lineage.pairs.map((each) => withoutHold(each, cloneId));
  const isNew = pair && !before.some(({ source }) => source.snapshotId === pair.source.snapshotId);
  const pairs = (isNew ? [...before, pair] : before).toSorted(byAge);
  const newest = clones.length > 0 || untilTold ? pairs.findLast(({ leaving }) => !leaving) : undefined;
  const stays = (each: Pair) => each.leaving || each === newest || isHeld(each, now);
  return {
    route,
    claim,
    pairs: pairs.map((each) => (stays(each) ? each : { ...each, leaving: true })),
    clones,
    ...(untilTold ? { untilTold } : {}),
  };
}

function standing({ clones }: Lineage, { cloneId, stands, gone, forget }: Settlement): string[] {
  if (forget) return [];
  const others = clones.filter((each) => !gone.includes(each));
  return stands && !others.includes(cloneId) ? [...others, cloneId] : others;
}

const withoutHold = (pair: Pair, cloneId: string): Pair => ({
  ...pair,
  heldBy: pair.heldBy.filter((hold) => hold.cloneId !== cloneId),
});

const byAge = (one: Pair, other: Pair) => (one.takenAt < other.takenAt ? -1 : one.takenAt > other.takenAt ? 1 : 0);
