import { beforeEach, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../../core/base/ports/runs.ts';
import { createMemory } from '../../../../core/serve/api/memory.ts';
import { rememberedRuns } from '../../../../core/serve/api/remembered-runs.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { fakeRuns } from './fake-runs.ts';

const RUN = { machine: 'kubeferry-capture-source', name: 'c1' };
const event = (id: number, type: string) => ({ id, previous: id - 1, at: 'then', type });

let runs: ReturnType<typeof fakeRuns>;
let asked: number;
let remembered: ReturnType<typeof rememberedRuns>;
beforeEach(() => {
  runs = fakeRuns();
  asked = 0;
  const counted = {
    ...runs,
    history: (run: typeof RUN) => {
      asked++;
      return runs.history(run);
    },
    describe: (run: typeof RUN) => {
      asked++;
      return runs.describe(run);
    },
  };
  remembered = rememberedRuns(counted, createMemory(leapingClock(new Date('2026-11-22T10:00:00Z'))));
});

describe('a history', () => {
  it.each([
    ['ExecutionSucceeded', 1],
    ['ExecutionAborted', 2],
    ['ExecutionTimedOut', 2],
    ['ExecutionFailed', 2],
    ['TaskStateEntered', 2],
  ])('that ends with %s is asked for %d times in two looks', async (type, times) => {
    runs.events.set('kubeferry-capture-source/c1', [event(1, 'ExecutionStarted'), event(2, type)]);
    for (const _ of [1, 2]) expect((await remembered.history(RUN)).at(-1)?.type).toBe(type);
    expect(asked).toBe(times);
  });
});

describe('a run', () => {
  it.each<[RunStatus, number]>([
    ['SUCCEEDED', 1],
    ['RUNNING', 2],
    ['ABORTED', 2],
    ['FAILED', 2],
  ])('that is %s is asked for %d times in two looks', async (status, times) => {
    runs.known.set('kubeferry-capture-source/c1', { ...RUN, status, startedAt: 'then', input: {} });
    for (const _ of [1, 2]) expect((await remembered.describe(RUN))?.status).toBe(status);
    expect(asked).toBe(times);
  });

  it('that does not exist yet is found once it does', async () => {
    expect(await remembered.describe(RUN)).toBeUndefined();
    runs.known.set('kubeferry-capture-source/c1', { ...RUN, status: 'RUNNING', startedAt: 'then', input: {} });
    expect(await remembered.describe(RUN)).toBeDefined();
  });
});

it('forgets what was not used for longest, and nothing that failed is remembered', async () => {
  const memory = createMemory(leapingClock(new Date('2026-11-22T10:00:00Z')), 2);
  let loads = 0;
  const load = async () => ++loads;
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await memory.forever(key, load);
  expect(loads).toBe(4);
  await expect(memory.forever('d', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await memory.forever('d', load)).toBe(5);
});
