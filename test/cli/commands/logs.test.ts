import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => api.forget());

const EVENTS = 'GET /routes/prod-to-dev/clones/clone-1/events?limit=500';
const event = (second: number, kind: string, sentence: string) => ({
  at: `2026-11-22T10:00:0${second}.123Z`,
  kind,
  machine: 'prepare-clone',
  step: 'Plan clone',
  sentence,
});
const page = (status: string, more: boolean, next: string, ...events: object[]) => ({
  body: { id: 'clone-1', route: 'prod-to-dev', status, more, next, events },
});

it('prints all pages of what happened, a line each', async () => {
  api.answers = {
    [EVENTS]: page('RUNNING', true, 'b', event(1, 'began', 'It began.')),
    [`${EVENTS}&next=b`]: page('RUNNING', false, 'c', event(2, 'failed', 'PlanBlocked: Two\nlines.')),
  };
  const { code, out } = await api.kubeferry(['logs', 'prod-to-dev', 'clone-1']);
  expect([code, out]).toEqual([
    0,
    '2026-11-22T10:00:01Z · Plan clone: It began.\n2026-11-22T10:00:02Z ✗ Plan clone: PlanBlocked: Two lines.\n',
  ]);
});

it('follows a run until a look after its end has nothing more', async () => {
  api.answers = {
    [EVENTS]: page('SUCCEEDED', false, 'b', event(1, 'began', 'It began.')),
    [`${EVENTS}&next=b`]: page('SUCCEEDED', false, 'c', event(2, 'ended', 'It ended after 1.0 s.')),
    [`${EVENTS}&next=c`]: page('SUCCEEDED', false, 'c'),
  };
  const { code, out } = await api.kubeferry(['logs', 'prod-to-dev', 'clone-1', '--follow', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out).events).toHaveLength(2);
  expect(api.asked).toHaveLength(3);
});

it('leaves the run going at Ctrl-C', async () => {
  api.answers = { [EVENTS]: page('RUNNING', false, 'b'), [`${EVENTS}&next=b`]: page('RUNNING', false, 'b') };
  const { code, err } = await api.kubeferry(['logs', 'prod-to-dev', 'clone-1', '--follow'], 'Following');
  expect(code).toBe(1);
  expect(err).toContain('The run goes on. Look at it again: kubeferry status prod-to-dev clone-1 --watch');
});

it('says which rights it takes to read what the functions have logged', async () => {
  api.answers = { [EVENTS]: page('SUCCEEDED', false, 'b', event(1, 'began', 'It began.')) };
  const { code, out, err } = await api.kubeferry(['logs', 'prod-to-dev', 'clone-1', '--functions'], undefined, {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
  expect([code, out]).toEqual([0, '2026-11-22T10:00:01Z · Plan clone: It began.\n']);
  expect(err).toContain("can't be read: ");
  expect(err).toContain('logs:StartQuery and logs:GetQueryResults');
});
