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

/** What the functions of a run have written of their work. */
export interface Work {
  /** In the order in which the steps began. */
  times: StepTime[];
  tallies: Tally[];
}

/** The times and tallies of all steps of a run so far; each record is read once. */
export async function readWork(store: ObjectStore, cloneId: string): Promise<Work> {
  const keys: string[] = [];
  for await (const key of store.list(keysOf(cloneId).allTimes)) keys.push(key);
  const read = async <T extends StepMoment>(wanted: string[]) => {
    const found = await inParallel(wanted, 16, async (key) => ({ key, record: await findRecord<T>(store, key) }));
    return found.flatMap(({ key, record }) => (record ? [{ key, record }] : []));
  };
  const firsts = await read<StepMoment>(keys.filter((key) => key.endsWith(FIRST)));
  const lasts = await read<Tally>(keys.filter((key) => key.includes(LAST)));
  const times = firsts.map(({ key, record: { step, subject, at } }): StepTime => {
    const folder = key.slice(0, -FIRST.length) + LAST;
    const ends = lasts.flatMap((last) => (last.key.startsWith(folder) ? [last.record.at] : []));
    return {
      step,
      ...(subject === undefined ? {} : { subject }),
      startedAt: at,
      endedAt: ends.toSorted().at(-1) ?? at,
    };
  });
  return {
    times: times.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
    tallies: lasts.map(({ record }) => record),
  };
}
