import { beforeEach, describe, expect, it } from 'vitest';
import { noteCost } from '../../../../core/reporting/cost/cost-entries.ts';
import type { Report } from '../../../../core/reporting/report.ts';
import { apiUnderTest } from './api-under-test.ts';

let api: ReturnType<typeof apiUnderTest>;
beforeEach(() => {
  api = apiUnderTest();
});

const ended = (cloneId: string, endedAt: string, recorded: number | undefined, status = 'SUCCEEDED') =>
  noteCost(api.tools.store, {
    cloneId,
    endedAt,
    status,
    route: { name: 'prod-to-dev', source: '', target: '' },
    ...(recorded === undefined ? {} : { cost: { recorded } }),
  } as Report);

// Promise: costs-by-month
describe('costs', () => {
  it('are summed up by the month in which a run ended, for as many months as are asked for', async () => {
    await ended('r1', '2026-11-02T10:00:00Z', 0.25);
    await ended('r2', '2026-11-30T23:59:59Z', 1.5);
    await ended('r3', '2026-11-03T10:00:00Z', undefined, 'FAILED');
    await ended('r4', '2026-09-30T10:00:00Z', 2);
    await ended('p1', '2026-11-04T10:00:00Z', undefined, 'PLANNED');
    const { body } = await api.send('GET /routes/prod-to-dev/costs', { query: { months: '3' } });
    expect(body).toEqual({
      route: 'prod-to-dev',
      months: [
        { month: '2026-11', clones: 2, failed: 1, dollars: 1.75 },
        { month: '2026-10', clones: 0, failed: 0, dollars: 0 },
        { month: '2026-09', clones: 1, failed: 0, dollars: 2 },
      ],
    });
    expect((await api.send('GET /routes/prod-to-qa/costs', { query: { months: '1' } })).body.months).toEqual([
      { month: '2026-11', clones: 0, failed: 0, dollars: 0 },
    ]);
  });

  it('count a run once whose report is written again', async () => {
    await ended('r1', '2026-11-02T10:00:00Z', 0.25);
    await ended('r1', '2026-11-02T10:00:00Z', 0.3);
    await ended('r1-and-more', '2026-11-02T10:00:00Z', 1);
    const { body } = await api.send('GET /routes/prod-to-dev/costs');
    expect(body.months).toHaveLength(6);
    expect(body.months[0]).toMatchObject({ clones: 2, dollars: 1.3 });
  });

  it.each(['0', '14', 'many'])('are refused for %s months', async (months) => {
    expect((await api.send('GET /routes/prod-to-dev/costs', { query: { months } })).status).toBe(400);
  });
});

describe('a summary', () => {
  const MACHINE = 'kubeferry-prod-to-dev';

  it('tells what runs, waits and failed, what was last and comes next, and what this month cost', async () => {
    api.known(MACHINE, 'r3', { status: 'RUNNING' });
    api.known(MACHINE, 'r2', { status: 'SUCCEEDED', endedAt: '2026-11-22T09:00:00Z' });
    api.known(MACHINE, 'r1', { status: 'FAILED', endedAt: '2026-11-20T09:00:00Z' });
    api.known(MACHINE, 'r0', { status: 'FAILED', endedAt: '2026-11-14T09:00:00Z' });
    await ended('r2', '2026-11-22T09:00:00Z', 0.25);
    const schedule = { expression: 'cron(0 2 * * ? *)', request: { selection: { namespaces: ['shop'] }, ttl: '1h' } };
    for (const body of [
      { ...schedule, name: 'nightly' },
      { ...schedule, name: 'early', expression: 'cron(0 1 * * ? *)', enabled: false },
    ])
      expect((await api.send('POST /routes/prod-to-dev/schedules', { body })).status).toBe(201);
    expect((await api.send('GET /routes/prod-to-dev/summary')).body).toMatchObject({
      route: 'prod-to-dev',
      running: 1,
      waiting: [],
      failedThisWeek: 1,
      last: { id: 'r2', status: 'SUCCEEDED' },
      next: { schedule: 'nightly', at: expect.stringMatching(/^2026-11-23T02:00:00/) },
      month: { month: '2026-11', clones: 1, dollars: 0.25 },
    });
  });

  it('is looked at once in ten seconds', async () => {
    const count = async () => (await api.send('GET /routes/prod-to-dev/summary')).body.running;
    expect(await count()).toBe(0);
    api.known(MACHINE, 'r1', { status: 'RUNNING' });
    expect(await count()).toBe(0);
    await api.clock.sleep(10_000);
    expect(await count()).toBe(1);
  });
});

describe('what a function remembers', () => {
  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    for (const name of ['describe', 'history'] as const) {
      const real = api.tools.runs[name];
      api.tools.runs[name] = async (run: never) => {
        asked.push(`${name} ${(run as { name: string }).name}`);
        return real(run) as never;
      };
    }
  });

  it('is the list of runs that are over, each asked for once, until it is resumed', async () => {
    api.known('kubeferry-prod-to-dev', 'r1', { status: 'ABORTED', endedAt: 'then' });
    api.known('kubeferry-prod-to-dev', 'r2', { status: 'RUNNING' });
    for (let look = 0; look < 3; look++) await api.send('GET /routes/prod-to-dev/clones');
    expect(asked.filter((each) => each === 'describe r1')).toHaveLength(1);
    expect(asked.filter((each) => each === 'describe r2')).toHaveLength(3);
    api.known('kubeferry-prod-to-dev', 'r1', { status: 'RUNNING' });
    expect((await api.send('GET /routes/prod-to-dev/clones')).body.clones[0]).toMatchObject({ status: 'RUNNING' });
  });
});
