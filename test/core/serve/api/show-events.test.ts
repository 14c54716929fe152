import { beforeEach, expect, it } from 'vitest';
import type { RunEvent } from '../../../../core/base/ports/runs.ts';
import { apiUnderTest } from './api-under-test.ts';

const MACHINE = 'kubeferry-prod-to-dev';
const EVENTS = 'GET /routes/prod-to-dev/clones/r1/events';
const PREPARE = { machine: 'kubeferry-prepare-clone', name: 'p1' };

/** `[id, previous, second, type, more]` a line. */
type Line = [id: number, previous: number, second: number, type: string, more?: Partial<RunEvent>];
const history = (...lines: Line[]): RunEvent[] =>
  lines.map(([id, previous, second, type, more]) => ({
    id,
    previous,
    at: new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString(),
    type,
    ...more,
  }));
const failure = (name: string, sentence: string) => ({
  failure: { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage: sentence }) },
});

const MAIN = history(
  [1, 0, 0, 'ExecutionStarted'],
  [2, 1, 1, 'TaskStateEntered', { state: 'Prepare clone' }],
  [3, 2, 1, 'TaskScheduled'],
  [4, 3, 2, 'TaskSubmitted', { child: PREPARE }],
  [5, 4, 9, 'TaskFailed', failure('PlanBlocked', 'The plan has a blocker.')],
  [6, 5, 9, 'TaskStateExited', { state: 'Prepare clone' }],
  [7, 6, 10, 'ExecutionFailed', { failure: { Error: 'PlanBlocked', Cause: 'The plan has a blocker.' } }],
);
const BELOW = history(
  [1, 0, 2, 'ExecutionStarted'],
  [2, 1, 3, 'TaskStateEntered', { state: 'Plan clone' }],
  [3, 2, 3, 'TaskScheduled'],
  [4, 3, 4, 'TaskFailed', failure('NotYet', 'The cluster answers nobody yet.')],
  [5, 4, 5, 'TaskScheduled'],
  [6, 5, 6, 'TaskFailed', failure('NotYet', 'The cluster answers nobody yet.')],
  [7, 6, 7, 'TaskScheduled'],
  [8, 7, 8, 'TaskFailed', failure('PlanBlocked', 'The plan has a blocker.')],
);

let api: ReturnType<typeof apiUnderTest>;
beforeEach(() => {
  api = apiUnderTest();
  api.known(MACHINE, 'r1', { status: 'FAILED' });
  api.runs.events.set(`${MACHINE}/r1`, MAIN);
  api.runs.events.set('kubeferry-prepare-clone/p1', BELOW);
});

interface Shown {
  kind: string;
  machine: string;
  step?: string;
  sentence: string;
}
const told = ({ kind, machine, step, sentence }: Shown) => [kind, step ?? machine, sentence];

it('tells in order of time what each step waited for and why it failed, each sentence once', async () => {
  const { body } = await api.send(EVENTS);
  expect(body).toMatchObject({ id: 'r1', route: 'prod-to-dev', status: 'FAILED', more: false });
  expect(body.events.map(told)).toEqual([
    ['began', 'prod-to-dev', 'Its execution began.'],
    ['began', 'Prepare clone', 'It began.'],
    ['began', 'prepare-clone', 'Its execution began.'],
    ['began', 'Plan clone', 'It began.'],
    ['waits', 'Plan clone', 'NotYet: The cluster answers nobody yet.'],
    ['failed', 'Plan clone', 'PlanBlocked: The plan has a blocker.'],
    ['failed', 'Prepare clone', 'What it ran has failed.'],
    ['failed', 'prod-to-dev', 'Its execution has failed (PlanBlocked).'],
  ]);
});

it('says how long a step took, and how much it did', async () => {
  const answered = history(
    [1, 0, 0, 'TaskStateEntered', { state: 'Snapshot volumes' }],
    [2, 1, 0, 'TaskScheduled'],
    [3, 2, 2, 'TaskSucceeded', { counts: { volumes: 3, failed: 0 } }],
    [4, 3, 3, 'TaskStateExited', { state: 'Snapshot volumes' }],
  );
  api.runs.events.set(`${MACHINE}/r1`, answered);
  const { body } = await api.send(EVENTS);
  expect(told(body.events[1])).toEqual(['ended', 'Snapshot volumes', 'It ended after 3.0 s: volumes 3.']);
});

it('goes on where a page ended, also with what came meanwhile and is older than what was told', async () => {
  api.runs.events.set('kubeferry-prepare-clone/p1', BELOW.slice(0, 2));
  const first = (await api.send(EVENTS, { query: { limit: '6' } })).body;
  expect([first.events.length, first.more]).toEqual([6, false]);
  api.runs.events.set('kubeferry-prepare-clone/p1', BELOW);
  const second = (await api.send(EVENTS, { query: { next: first.next } })).body;
  const all = [...first.events, ...second.events];
  expect(new Set(all.map((event: Shown) => JSON.stringify(event))).size).toBe(8);
  expect(second.more).toBe(false);
  const third = (await api.send(EVENTS, { query: { next: second.next } })).body;
  expect(third.events).toEqual([]);
});

it('has pages as long as they are asked for, and says that there are more', async () => {
  const sizes: number[] = [];
  let next: string | undefined;
  for (let more = true; more; ) {
    const { body } = await api.send(EVENTS, { query: { limit: '3', ...(next ? { next } : {}) } });
    sizes.push(body.events.length);
    ({ next, more } = body);
  }
  expect(sizes).toEqual([3, 3, 2]);
});

it('tells of the roll-back that was started afterwards', async () => {
  api.known('kubeferry-roll-back', 'undo-1-r1', { status: 'SUCCEEDED' });
  const undo = history([1, 0, 30, 'TaskStateEntered', { state: 'Roll back objects' }]);
  api.runs.events.set('kubeferry-roll-back/undo-1-r1', undo);
  const { body } = await api.send(EVENTS);
  expect(told(body.events.at(-1))).toEqual(['began', 'Roll back objects', 'It began.']);
});

// Promise: no-secret-in-a-sentence
it('tells no secret of what others have said', async () => {
  const said = failure('ApplyFailed', 'The webhook said: postgres://bob:hunter2@db/shop\u001b[31m');
  api.runs.events.set('kubeferry-prepare-clone/p1', history([1, 0, 3, 'TaskFailed', said]));
  const { text } = { text: JSON.stringify((await api.send(EVENTS)).body) };
  expect(text).toContain('The webhook said');
  expect(text).not.toMatch(/hunter2|\\u001b/);
});

it.each(['garbage', Buffer.from('{"a": "b"}').toString('base64url')])('refuses %s as the next', async (next) => {
  const { status, body } = await api.send(EVENTS, { query: { next } });
  expect(status).toBe(400);
  expect(body.problems[0].at).toBe('query.next');
});
