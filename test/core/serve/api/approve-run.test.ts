import { beforeEach, describe, expect, it } from 'vitest';
import type { Route } from '../../../../core/base/request/route.ts';
import { answer } from '../../../../core/serve/api/answer.ts';
import { createMemory } from '../../../../core/serve/api/memory.ts';
import type { ApiTools } from '../../../../core/serve/api/request.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memorySchedules } from '../../../memory/schedules.ts';
import { type FakeRuns, fakeRuns } from './fake-runs.ts';

const MACHINE = 'kubeferry-prod-to-dev';
const HASH = 'a'.repeat(64);
const question = {
  token: 'the-token',
  route: 'prod-to-dev',
  planHash: HASH,
  askedAt: '2026-11-22T10:00:00.000Z',
  until: '2026-11-29T10:00:00.000Z',
};

let runs: FakeRuns;
let tools: ApiTools;
beforeEach(async () => {
  runs = fakeRuns();
  const clock = leapingClock(new Date('2026-11-22T12:00:00Z'));
  tools = {
    routes: ['prod-to-dev', 'prod-to-qa'].map((name) => ({ name }) as Route),
    runs,
    store: memoryObjectStore(),
    newId: () => 'new',
    clock,
    memory: createMemory(clock),
    fileLinks: { link: async (key) => key },
    schedules: memorySchedules(clock),
  };
  known(MACHINE);
  runs.waiting.add('the-token');
  await keep('approval/question.json', question);
});

function known(machine: string, status: 'RUNNING' | 'SUCCEEDED' = 'RUNNING') {
  runs.known.set(`${machine}/r1`, { machine, name: 'r1', status, startedAt: 'then', input: {} });
}
const keep = (name: string, value: unknown) => tools.store.put(`clones/r1/${name}`, JSON.stringify(value));

async function approve(body: unknown = {}, route = 'prod-to-dev', caller = 'arn:ann') {
  const request = { labels: { route, id: 'r1' }, query: {}, headers: {}, caller, at: tools.clock.now() };
  const sent = { ...request, key: 'POST /routes/{route}/clones/{id}/approve', body: JSON.stringify(body) };
  const answered = await answer(sent, tools);
  return { status: answered.status, body: JSON.parse(answered.body) };
}

describe('approving', () => {
  // Promise: decisions-name-a-person
  it('takes no decision of somebody whom nothing names, and one of a person of an identity pool under their name', async () => {
    const pool = 'arn:aws:sts::111122223333:assumed-role/ui/CognitoIdentityCredentials';
    for (const reject of [false, true]) {
      const { status, body } = await approve({ reject }, 'prod-to-dev', pool);
      expect([status, body.detail]).toEqual([403, expect.stringContaining('Nothing says who you are')]);
    }
    expect(runs.answered).toEqual([]);
    expect((await approve({}, 'prod-to-dev', `${pool}/jane`)).body.decision.by).toBe(`${pool}/jane`);
  });

  it('lets the run continue with who approved which plan, and tells nobody the token', async () => {
    const { status, body } = await approve({ planHash: HASH, reason: 'CHG-7' });
    const approval = { by: 'arn:ann', at: '2026-11-22T12:00:00.000Z', planHash: HASH, reason: 'CHG-7' };
    expect([status, body.decision]).toEqual([202, { approved: true, ...approval }]);
    expect(runs.answered).toEqual([{ output: approval }]);
    expect(JSON.stringify(body)).not.toContain('the-token');
  });

  it('ends the run as refused, in the name of who refused it, with the reason', async () => {
    expect(await approve({ reject: true, reason: 'Not during the sale.' })).toMatchObject({ status: 202 });
    expect(runs.answered).toEqual([
      {
        error: 'ApprovalRefused',
        cause: 'arn:ann refused the plan of run r1; nothing was changed. Their reason: Not during the sale.',
      },
    ]);
  });

  it('refuses another plan than the one that waits, and names both where to look', async () => {
    const { status, body } = await approve({ planHash: 'b'.repeat(64) });
    expect([status, body.type]).toEqual([409, 'urn:kubeferry:problem:another-plan']);
    expect(body.detail).toContain(HASH);
    expect(body.detail).toContain('GET /routes/prod-to-dev/plans/r1');
  });

  it('of a plan is none of a cut-over, however often it is sent, and the other way round', async () => {
    expect((await approve({ planHash: HASH })).status).toBe(202);
    await keep('approval/question.json', { ...question, of: 'cut-over' });
    for (const body of [{ planHash: HASH }, { reject: true }, {}]) {
      const { status, body: told } = await approve(body);
      expect(status).toBe(409);
      expect(told.detail).toContain(
        'Decide on the cut-over: POST /routes/prod-to-dev/clones/r1/approve with {"cutOver": true}.',
      );
    }
    expect(runs.answered).toHaveLength(1);
    runs.waiting.add('the-token');
    expect((await approve({ cutOver: true, planHash: HASH })).status).toBe(202);
    await keep('approval/question.json', question);
    expect((await approve({ cutOver: true })).body.detail).toContain(
      'waits for an approval of its plan, and not of a cut-over yet',
    );
  });

  it('is refused the second time, by the name of who was first', async () => {
    await approve();
    await keep('approval/approval.json', { by: 'arn:bob', at: 'noon', planHash: HASH });
    const { status, body } = await approve();
    expect(status).toBe(409);
    expect(body.detail).toContain('arn:bob approved it at noon');
    expect(runs.answered).toHaveLength(1);
  });

  it('is refused for a run that never asked, is over, or belongs to another route', async () => {
    known('kubeferry-prod-to-qa');
    expect((await approve({}, 'prod-to-qa')).status).toBe(409);
    known(MACHINE, 'SUCCEEDED');
    expect((await approve()).body.detail).toContain('SUCCEEDED');
    known(MACHINE);
    await tools.store.delete('clones/r1/approval/question.json');
    expect((await approve()).status).toBe(409);
    expect(runs.answered).toEqual([]);
  });

  it('is refused for a clone whose time to live ended while it waited; refusing it is not', async () => {
    await keep('clone.json', { clone: { expiresAt: '2026-11-22T11:00:00.000Z' } });
    expect((await approve()).body.detail).toContain('2026-11-22T11:00:00.000Z');
    expect((await approve({ reject: true })).status).toBe(202);
  });

  it('names every mistake of the body', async () => {
    const { status, body } = await approve({ planHash: 'short', ok: true, reject: 'no' });
    expect([status, body.detail]).toEqual([400, 'The request has 3 mistakes; nothing was changed.']);
    expect(body.problems.map(({ at }: { at: string }) => at).sort()).toEqual(['ok', 'planHash', 'reject']);
  });
});

describe('a run that waits', () => {
  const step = (id: number, type: string, state: string) => ({
    id,
    previous: id - 1,
    at: question.askedAt,
    type,
    state,
  });
  const show = async () => {
    const request = {
      labels: { route: 'prod-to-dev', id: 'r1' },
      query: {},
      headers: {},
      caller: 'arn:ann',
      at: tools.clock.now(),
      body: '',
    };
    return JSON.parse((await answer({ ...request, key: 'GET /routes/{route}/clones/{id}' }, tools)).body);
  };

  it('says so, until when, and with which plan; afterwards who approved it', async () => {
    runs.events.set(`${MACHINE}/r1`, [step(1, 'TaskStateEntered', 'Await approval'), step(2, 'TaskSubmitted', '')]);
    const waiting = await show();
    expect(waiting.approval).toEqual({
      status: 'waiting',
      planHash: HASH,
      askedAt: question.askedAt,
      until: question.until,
    });
    expect(JSON.stringify(waiting)).not.toContain('the-token');
    runs.events.get(`${MACHINE}/r1`)!.push(step(3, 'TaskSucceeded', ''), step(4, 'TaskStateExited', 'Await approval'));
    await keep('approval/approval.json', { by: 'arn:bob', at: 'noon', planHash: HASH });
    expect((await show()).approval).toMatchObject({ status: 'approved', by: 'arn:bob', at: 'noon' });
  });

  it('says nothing of a question that the run has not asked again yet, when it goes on after a stop', async () => {
    const asked = [
      step(1, 'TaskStateEntered', 'Await approval'),
      step(2, 'TaskScheduled', ''),
      step(3, 'TaskSubmitted', ''),
    ];
    runs.events.set(`${MACHINE}/r1`, [...asked, step(4, 'TaskScheduled', '')]);
    expect(await show()).not.toHaveProperty('approval');
    runs.events.get(`${MACHINE}/r1`)!.push(step(5, 'TaskSubmitted', ''));
    expect((await show()).approval).toMatchObject({ status: 'waiting' });
  });

  it('says nothing of approvals when none was asked for', async () => {
    expect(await show()).not.toHaveProperty('approval');
  });
});
