import { inParallel } from '../in-parallel.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { keysOf } from './keys.ts';
import { findRecord } from './records.ts';
import type { MovedBlocks } from './volume-records.ts';

/** When a step began or ended; the subject is its volume, wave or stage. */
export interface StepMoment {
  step: string;
  subject?: string;
  /** ISO 8601. */
  at: string;
}

/** What one environment of a function has done on one subject so far: each writes its own, so that none is lost. */
export interface Tally extends StepMoment {
  calls: number;
  milliseconds: number;
  memoryMiB: number;
  recordsWritten: number;
  recordsRead: number;
  /** Of a step that moves blocks. */
  blocks?: MovedBlocks;
}

/** From its first attempt to the end of its last. */
export interface StepTime {
  step: string;
  subject?: string;
  startedAt: string;
  endedAt: string;
}

const FIRST = '/first.json';
const LAST = '/last-';

export const firstKey = (times: string) => `${times}first.json`;
export const lastKey = (times: string, environment: string) => `${times}last-${environment}.json`;

/** The times of all steps of a run so far, in the order in which they began. */
export async function readStepTimes(store: ObjectStore, cloneId: string): Promise<StepTime[]> {
  const keys = await keysOfTimes(store, cloneId);
  const times = await inParallel(
    keys.filter((key) => key.endsWith(FIRST)),
    16,
    async (key): Promise<StepTime | undefined> => {
      const folder = key.slice(0, -FIRST.length);
      const ends = keys.filter((each) => each.startsWith(folder + LAST));
      const [first, ...lasts] = await Promise.all([key, ...ends].map((each) => findRecord<StepMoment>(store, each)));
      if (!first) return undefined;
      const { at, ...about } = first;
      return {
        ...about,
        startedAt: at,
        endedAt:
          lasts
            .flatMap((last) => last?.at ?? [])
            .toSorted()
            .at(-1) ?? at,
      };
    },
  );
  return times.filter((time) => time !== undefined).toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** What all functions of a run have done so far. */
export async function readTallies(store: ObjectStore, cloneId: string): Promise<Tally[]> {
  const keys = (await keysOfTimes(store, cloneId)).filter((key) => key.includes(LAST));
  const found = await inParallel(keys, 16, (key) => findRecord<Tally>(store, key));
  return found.filter((tally) => tally !== undefined);
}

async function keysOfTimes(store: ObjectStore, cloneId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(keysOf(cloneId).allTimes)) keys.push(key);
  return keys;
}
