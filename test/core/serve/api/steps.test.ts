import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../core/base/ports/runs.ts';
import { countSteps, stepsOf, WHERE_NEEDED } from '../../../../core/serve/api/steps.ts';
import { fakeRuns } from './fake-runs.ts';

const RUN = { machine: 'kubeferry-prod-to-dev', name: 'r1' };

/** `[previous, type, state]` a line; an event a second. */
const events = (...lines: [previous: number, type: string, state?: string][]): RunEvent[] =>
  lines.map(([previous, type, state], index) => ({
    id: index + 1,
    previous,
    at: new Date(index * 1000).toISOString(),
    type,
    ...(state ? { state } : {}),
  }));

it('tells tasks that were retried, caught, and left running', async () => {
  const runs = fakeRuns();
  runs.events.set('kubeferry-prod-to-dev/r1', [
    ...events(
      [0, 'ExecutionStarted'],
      [1, 'TaskStateEntered', 'Plan clone'],
      [2, 'TaskScheduled'],
      [3, 'TaskFailed'],
      [4, 'TaskScheduled'],
      [5, 'TaskSucceeded'],
      [6, 'TaskStateExited', 'Plan clone'],
      [7, 'ChoiceStateEntered', 'Is only a plan wanted?'],
      [8, 'ChoiceStateExited', 'Is only a plan wanted?'],
      [9, 'TaskStateEntered', 'Capture source'],
      [10, 'TaskScheduled'],
      [11, 'TaskFailed'],
      [12, 'TaskStateExited', 'Capture source'],
      [13, 'TaskStateEntered', 'Roll back clone'],
      [14, 'TaskScheduled'],
    ),
  ]);
  const steps = await stepsOf(runs, RUN, false);
  expect(steps.map(({ name, status, seconds, attempts }) => [name, status, seconds, attempts])).toEqual([
    ['Plan clone', 'succeeded', 5, 2],
    ['Capture source', 'failed', 3, 1],
    ['Roll back clone', 'running', undefined, 1],
  ]);
  expect(countSteps(steps)).toEqual({ done: 1, failed: 1, running: 1 });
  expect((await stepsOf(runs, RUN, true)).at(-1)?.status).toBe('stopped');
});

it('says what a step waits for that asks to be tried again, in the words of its last try, and no more when it has ended', async () => {
  const runs = fakeRuns();
  const said = (name: string, sentence: string) => ({
    failure: { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage: sentence, trace: ['at x'] }) },
  });
  const history = events(
    [0, 'TaskStateEntered', 'Verify clone'],
    [1, 'TaskScheduled'],
    [2, 'TaskFailed'],
    [3, 'TaskScheduled'],
    [4, 'TaskFailed'],
    [5, 'TaskScheduled'],
    [6, 'TaskFailed'],
    [7, 'TaskStateExited', 'Verify clone'],
  );
  Object.assign(history[2]!, said('NotYet', 'StatefulSet shop/orders has 1 of 3 pods ready.'));
  Object.assign(history[4]!, said('Throttled', 'EKS asks to slow down.'));
  Object.assign(history[6]!, said('VerificationFailed', 'StatefulSet shop/orders is not what was planned.'));
  const waits = async (until: number) => {
    runs.events.set('kubeferry-prod-to-dev/r1', history.slice(0, until));
    return (await stepsOf(runs, RUN, false)).map(({ waitingFor }) => waitingFor);
  };
  expect(await waits(2)).toEqual([undefined]);
  expect(await waits(4)).toEqual(['StatefulSet shop/orders has 1 of 3 pods ready.']);
  expect(await waits(6)).toEqual(['EKS asks to slow down.']);
  expect(await waits(7)).toEqual([undefined]);
  expect(await waits(8)).toEqual([undefined]);
});

it('tells branches apart that run side by side', async () => {
  const runs = fakeRuns();
  runs.events.set(
    'kubeferry-prod-to-dev/r1',
    events(
      [0, 'ParallelStateEntered', 'Both'],
      [1, 'ParallelStateStarted'],
      [2, 'TaskStateEntered', 'Left'],
      [2, 'TaskStateEntered', 'Right'],
      [3, 'TaskScheduled'],
      [4, 'TaskScheduled'],
      [6, 'TaskFailed'],
      [5, 'TaskSucceeded'],
      [8, 'TaskStateExited', 'Left'],
      [7, 'TaskStateExited', 'Right'],
      [10, 'ParallelStateSucceeded'],
      [11, 'ParallelStateExited', 'Both'],
    ),
  );
  const steps = await stepsOf(runs, RUN, true);
  expect(steps.map(({ name, status, seconds }) => [name, status, seconds])).toEqual([
    ['Both', 'succeeded', 11],
    ['Left', 'succeeded', 6],
    ['Right', 'failed', 6],
  ]);
});

it('shows the steps of the machine that a step runs', async () => {
  const runs = fakeRuns();
  const [entered, submitted] = events([0, 'TaskStateEntered', 'Capture source'], [1, 'TaskSubmitted']);
  const child = { machine: 'kubeferry-capture-source', name: 'c1' };
  runs.events.set('kubeferry-prod-to-dev/r1', [entered!, { ...submitted!, child }]);
  runs.events.set('kubeferry-capture-source/c1', events([0, 'TaskStateEntered', 'Export manifests']));
  const [step] = await stepsOf(runs, RUN, false);
  expect(step?.steps?.map(({ name, status }) => [name, status])).toEqual([['Export manifests', 'running']]);
});

it('does not tick what failed: a Parallel state whose branch failed, though its end follows the branch', async () => {
  const runs = fakeRuns();
  runs.events.set(
    'kubeferry-prod-to-dev/r1',
    events(
      [0, 'ParallelStateEntered', 'Both'],
      [1, 'ParallelStateStarted'],
      [2, 'TaskStateEntered', 'Left'],
      [3, 'TaskScheduled'],
      [4, 'TaskFailed'],
      [5, 'ParallelStateFailed'],
      [6, 'ParallelStateExited', 'Both'],
    ),
  );
  const steps = await stepsOf(runs, RUN, true);
  expect(steps.map(({ name, status }) => [name, status])).toEqual([
    ['Both', 'failed'],
    ['Left', 'failed'],
  ]);
});

it.each(['TaskStartFailed', 'TaskSubmitFailed', 'EvaluationFailed', 'TaskTimedOut'])(
  'does not tick a step that ended with %s',
  async (type) => {
    const runs = fakeRuns();
    const line = events([0, 'TaskStateEntered', 'Plan clone'], [1, type], [2, 'TaskStateExited', 'Plan clone']);
    runs.events.set('kubeferry-prod-to-dev/r1', line);
    expect((await stepsOf(runs, RUN, true)).map(({ status }) => status)).toEqual(['failed']);
  },
);

describe('steps that many a run has no need of', () => {
  const answering = (name: string, counts: Record<string, number>, tries = 1): RunEvent[] => {
    const retried = Array.from({ length: tries - 1 }, () => ['TaskScheduled', 'TaskFailed']).flat();
    const types = ['TaskStateEntered', ...retried, 'TaskScheduled', 'TaskSucceeded', 'TaskStateExited'];
    return events(
      ...types.map((type, at): [number, string, string?] => [at, type, /State/.test(type) ? name : undefined]),
    ).map((event) => (event.type === 'TaskSucceeded' ? { ...event, counts } : event));
  };
  const needed = async (history: RunEvent[]) => {
    const runs = fakeRuns();
    runs.events.set('kubeferry-prod-to-dev/r1', history);
    return (await stepsOf(runs, RUN, true)).map(({ notNeeded = false }) => !notNeeded);
  };

  it.each<[string, boolean, string, Record<string, number>, number]>([
    ['nobody asked for a quiesce', false, 'Quiesce source', { workloads: 0 }, 1],
    ['a workload was scaled', true, 'Quiesce source', { workloads: 1 }, 1],
    ['a command ran, and nothing was scaled', true, 'Quiesce source', { workloads: 0, hooks: 2 }, 1],
    ['nothing was made', false, 'Roll back objects', { deleted: 0, kept: 0 }, 1],
    ['all that was made is kept', true, 'Roll back objects', { deleted: 0, kept: 3 }, 1],
    ['an earlier try deleted', true, 'Roll back cluster', { deleted: 0 }, 2],
    ['every run has it', true, 'Verify clone', { volumes: 0 }, 1],
  ])('%s: needed %s', async (_, isNeeded, name, counts, tries) => {
    expect(await needed(answering(name, counts, tries))).toEqual([isNeeded]);
  });

  it('have the names that the machines give them', () => {
    const machines = readdirSync('statemachines').filter((name) => name.endsWith('.asl.json'));
    const text = machines.map((name) => readFileSync(`statemachines/${name}`, 'utf8')).join('');
    expect(WHERE_NEEDED.filter((name) => !text.includes(`"${name}":`))).toEqual([]);
  });

  it('make a roll-back that had nothing to undo, when all of its parts are not needed', async () => {
    const parts = WHERE_NEEDED.slice(5);
    const undo = async (counts: Record<string, number>) => {
      const runs = fakeRuns();
      const child = { machine: 'kubeferry-roll-back', name: 'c' };
      const whole = answering('Roll back clone', {}).map((event) =>
        event.type === 'TaskScheduled' ? { ...event, child } : event,
      );
      runs.events.set('kubeferry-prod-to-dev/r1', whole);
      const history = parts.flatMap((name, nth) =>
        answering(name, name === 'Roll back volumes' ? counts : { deleted: 0 }).map((event) => ({
          ...event,
          id: nth * 10 + event.id,
          previous: event.previous === 0 ? 0 : nth * 10 + event.previous,
        })),
      );
      runs.events.set('kubeferry-roll-back/c', history);
      return (await stepsOf(runs, RUN, true))[0]?.notNeeded ?? false;
    };
    expect(await undo({ deleted: 0 })).toBe(true);
    expect(await undo({ deleted: 1 })).toBe(false);
  });
});
