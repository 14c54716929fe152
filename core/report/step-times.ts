import { keysOf } from '../clone/keys.ts';
import { findRecord } from '../clone/records.ts';
import { inParallel } from '../in-parallel.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** When a step began or ended; the subject is its volume, wave or stage. */
export interface StepMoment {
  step: string;
  subject?: string;
  /** ISO 8601. */
  at: string;
}

/** From its first attempt to the end of its last. */
export interface StepTime {
  step: string;
  subject?: string;
  startedAt: string;
  endedAt: string;
}

/** The times of all steps of a run so far, in the order in which they began. */
export async function readStepTimes(store: ObjectStore, cloneId: string): Promise<StepTime[]> {
  const keys: string[] = [];
  for await (const key of store.list(keysOf(cloneId).allTimes)) if (key.endsWith('/first.json')) keys.push(key);
  const times = await inParallel(keys, 16, async (key): Promise<StepTime | undefined> => {
    const [first, last] = await Promise.all([
      findRecord<StepMoment>(store, key),
      findRecord<StepMoment>(store, key.replace(/first\.json$/, 'last.json')),
    ]);
    if (!first) return undefined;
    const { at, ...about } = first;
    return { ...about, startedAt: at, endedAt: last?.at ?? at };
  });
  return times.filter((time) => time !== undefined).toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}
