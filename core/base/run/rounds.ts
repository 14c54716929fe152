import type { ObjectStore } from '../ports/object-store.ts';
import type { Clone, Parent } from './envelope.ts';
import { keysOf } from './keys.ts';
import { findRecord } from './records.ts';
import { changeRegister } from './register.ts';

/** What a round has brought of one claim. */
export interface RoundVolume {
  /** Source claim, `namespace/name`. */
  claim: string;
  sourceSnapshotId: string;
  /** Its twin in the target; the same one where the target makes its volume of the source's. */
  snapshotId: string;
  /** Written blocks in it, where that is known. */
  blocks?: number;
  /** That had to be moved: all that is written, or what has changed since the round before. */
  bytes: number;
}

/** One round: a snapshot of each volume of the source, which works on, and its twin in the target. */
export interface Round {
  /** From 1. */
  number: number;
  /** When its snapshots were begun (ISO 8601). */
  startedAt: string;
  /** When all of them had a twin; absent while it is under way. */
  endedAt?: string;
  volumes: RoundVolume[];
  /** Its snapshots are gone: a later round has taken its place. */
  removed?: true;
}

/** That the rounds are over, and how long the source is expected to be down. */
export interface CutOverDecision {
  at: string;
  expectedSeconds: number;
}

/** `rounds.json` of a migration. */
export interface Rounds {
  rounds: Round[];
  cutOver?: CutOverDecision;
}

/**
 * Under which id a copy keeps its records and makes its snapshots: the run's own, or that of one of its rounds, whose
 * records lie below the run's. Tags, descriptions and client tokens follow from it, so that no round takes the snapshots of
 * another for its own.
 */
export const copyIdOf = ({ cloneId, round }: Pick<Clone, 'cloneId' | 'round'>): string =>
  round === undefined ? cloneId : `${cloneId}/rounds/${round}`;

/** The run as the functions see it that copy for it. */
export const copyOf = (clone: Clone): Clone =>
  clone.round === undefined ? clone : { ...clone, cloneId: copyIdOf(clone) };

export const roundsOf = async (store: ObjectStore, cloneId: string): Promise<Rounds> =>
  (await findRecord<Rounds>(store, keysOf(cloneId).rounds)) ?? { rounds: [] };

/** Answers the rounds as they are after it. */
export const changeRounds = (
  store: ObjectStore,
  cloneId: string,
  change: (rounds: Rounds) => Rounds,
): Promise<Rounds> =>
  changeRegister<Rounds, Rounds>(store, keysOf(cloneId).rounds, (found) => {
    const next = change(found ?? { rounds: [] });
    return { next, answer: next };
  });

/** What the next copy of each claim goes on from: the last round that has come to its end. */
export function parentsOf(rounds: readonly Round[]): Map<string, Parent> {
  const last = rounds.findLast(({ endedAt, removed }) => endedAt !== undefined && !removed);
  return new Map(
    (last?.volumes ?? []).map(({ claim, sourceSnapshotId, snapshotId, blocks }) => [
      claim,
      { sourceSnapshotId, snapshotId, ...(blocks === undefined ? {} : { blocks }) },
    ]),
  );
}
