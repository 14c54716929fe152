import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiCall, signedFetch } from '../../cli/api/signed-fetch.ts';
import { small } from './one-cloud.ts';
import { schedulingOn } from './scheduling.ts';
import { into } from './small-cloud.ts';

let user: Awaited<ReturnType<typeof schedulingOn>>;
beforeAll(async () => {
  user = await schedulingOn(small);
});
afterAll(() => user?.stop());

it('makes one run of each time, however often and in which order the times are delivered', async () => {
  const names = ['nightly-a', 'nightly-b', 'nightly-c', 'nightly-d'];
  const time = new Date(small.cloud.clock.now().getTime() - 60_000);
  const arns = await Promise.all(names.map((name) => user.create(name)));
  const copies = [3, 1, 2, 3];
  const deliveries = arns.flatMap((arn, at) => Array.from({ length: copies[at]! }, () => arn));
  const order = fc.sample(fc.shuffledSubarray(deliveries, { minLength: deliveries.length }), 1)[0]!;
  await Promise.all(order.map((arn) => small.cloud.deliverAgain(arn, time)));
  for (const [at, name] of names.entries()) {
    const ended = await user.outcomes(name, copies[at]!);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(
      ['PLANNED', 'SKIPPED', 'SKIPPED'].slice(0, copies[at]),
    );
    for (const { notDue } of ended.filter(({ status }) => status === 'SKIPPED'))
      expect(notDue).toMatch(/was already started by arn:aws:states:.*:execution:kubeferry-prod-to-dev:/);
  }
});

it('starts by itself when the time has come, and once although Scheduler never hears the answer', async () => {
  const soon = new Date(small.cloud.clock.now().getTime() + 500_000).toISOString().slice(0, 19);
  // The hour of the reaper passes every few seconds of this clock: its start is none of this test's.
  const by = 'kubeferry-schedule-prod-to-dev';
  small.cloud.addFault({ on: 'states:StartExecution', by, nth: 1, effect: { kind: 'kill-after' } });
  await user.create('once', { ScheduleExpression: `at(${soon})` });
  expect((await user.outcomes('once', 2)).map(({ status }) => status).toSorted()).toEqual(['PLANNED', 'SKIPPED']);
});

it('keeps a time that it could not deliver, with the reason', async () => {
  const { undelivered, stateMachines, accounts, region } = small.cloud;
  const queue = `arn:aws:sqs:${region}:${accounts.hub.id}:kubeferry-undelivered`;
  const arn = await user.create(
    'not-allowed',
    {},
    {
      Arn: stateMachines['kubeferry-roll-back'],
      RetryPolicy: { MaximumRetryAttempts: 0 },
      DeadLetterConfig: { Arn: queue },
    },
  );
  await small.cloud.deliverAgain(arn, small.cloud.clock.now());
  expect(undelivered).toHaveLength(1);
  expect(undelivered[0]).toMatchObject({ queueArn: queue, attributes: { ERROR_CODE: 'AccessDeniedException' } });
  expect(undelivered[0]!.attributes.ERROR_MESSAGE).toContain('states:StartExecution');
});

describe('a schedule that a pipeline keeps through the API', () => {
  const SCHEDULES = '/routes/prod-to-dev/schedules';
  const call = (method: ApiCall['method'], path: string, body?: unknown) => {
    const { api, region, accounts } = small.cloud;
    return signedFetch(api, { region, credentials: accounts.pipeline.credentials }, { method, path, body });
  };
  const request = { mode: 'plan', selection: { namespaces: ['small'] }, ...into('by-api') };

  it('starts, a rate at once, and shows its run', async () => {
    const made = await call('POST', SCHEDULES, { name: 'by-api', expression: 'rate(30 days)', request });
    expect(made).toMatchObject({ status: 201, body: { origin: 'api', enabled: true, overlap: 'skip' } });
    expect((await user.outcomes('by-api', 1)).map(({ status }) => status)).toEqual(['PLANNED']);
    const shown = (await call('GET', `${SCHEDULES}/by-api`)).body as { runs: object[]; next: string[] };
    expect(shown.runs).toMatchObject([{ route: 'prod-to-dev', status: 'SUCCEEDED' }]);
    expect(shown.next).toHaveLength(3);
  });

  it('is paused, listed beside those made by hand, and deleted', async () => {
    const paused = await call('PUT', `${SCHEDULES}/by-api`, { expression: 'rate(60 days)', request, enabled: false });
    expect(paused).toMatchObject({ status: 200, body: { enabled: false, next: [] } });
    const { schedules } = (await call('GET', SCHEDULES)).body as { schedules: { name: string; origin: string }[] };
    expect(schedules.map(({ name, origin }) => [name, origin])).toEqual(
      expect.arrayContaining([
        ['by-api', 'api'],
        ['nightly-a', 'other'],
      ]),
    );
    expect((await call('DELETE', `${SCHEDULES}/nightly-a`)).status).toBe(409);
    expect((await call('DELETE', `${SCHEDULES}/by-api`)).status).toBe(204);
    expect((await call('DELETE', `${SCHEDULES}/by-api`)).status).toBe(404);
  });

  it('is refused when its time has passed on the clock of Scheduler', async () => {
    const past = new Date(small.cloud.clock.now().getTime() - 60_000).toISOString().slice(0, 19);
    const refused = await call('POST', SCHEDULES, { name: 'late', expression: `at(${past})`, request });
    expect(refused).toMatchObject({ status: 400, body: { problems: [{ at: 'expression' }] } });
    expect(JSON.stringify(refused.body)).toContain('has no time left');
  });

  it('makes no call that the policies of the API do not allow', () => {
    const denied = small.cloud.calls.filter(
      ({ allowed, principalArn }) => !allowed && principalArn.endsWith('kubeferry-answer-api'),
    );
    expect(denied).toEqual([]);
  });
});

it('tells of every run what a person needs to know, once', async () => {
  await expect.poll(() => user.messages().length, { timeout: 20_000 }).toBe(18);
  const events = user.events();
  const told = (detailType: string) => events.filter((event) => event.detailType === detailType).length;
  expect(events.filter(({ source }) => source !== 'kubeferry')).toEqual([]);
  expect([told('Clone Started'), told('Clone Planned'), told('Clone Skipped')]).toEqual([6, 6, 6]);
  expect(user.messages().join()).toContain('was already started by');
});

describe('a time that comes while the run before it is under way', () => {
  const CLONES = '/routes/prod-to-dev/clones';
  const clones = { selection: { namespaces: ['small'] }, mode: 'clone' };
  const input = (schedule: string, overlap: string, more: object) =>
    JSON.stringify({ schedule, scheduledTime: '<aws.scheduler.scheduled-time>', overlap, ...clones, ...more });
  const minutesAgo = (minutes: number) => new Date(small.cloud.clock.now().getTime() - minutes * 60_000);

  async function call(method: ApiCall['method'], path: string, body?: unknown) {
    const { api, region, accounts } = small.cloud;
    return signedFetch(api, { region, credentials: accounts.pipeline.credentials }, { method, path, body });
  }
  interface Run {
    status: string;
    approval?: { status: string };
    steps: { name: string; waitingFor?: string }[];
    failure?: { error: string; sentence: string };
  }
  async function until(id: string, is: (run: Run) => unknown): Promise<Run> {
    for (;;) {
      const run = (await call('GET', `${CLONES}/${id}`)).body as Run;
      if (is(run)) return run;
      await sleep(300);
    }
  }
  const ended = (id: string) => until(id, ({ status }) => status !== 'RUNNING');
  const asking = (id: string) => until(id, ({ approval }) => approval?.status === 'waiting');
  const refuse = (id: string) => call('POST', `${CLONES}/${id}/approve`, { reject: true });
  it('waits in line when its schedule queues, and times after it are left out', async () => {
    const queued = { Input: input('queued', 'queue', { ...into('queued'), approval: true }) };
    const arn = await user.create('queued', {}, queued);
    const first = await user.deliver(arn, minutesAgo(3));
    await asking(first);
    const second = await user.deliver(arn, minutesAgo(2));
    const { steps } = await until(second, ({ steps }) => steps[0]?.waitingFor);
    expect(steps[0]!.waitingFor).toContain(`Waits for run ${first}, which holds namespace "queued"`);
    const third = await user.deliver(arn, minutesAgo(1));
    expect(await ended(third)).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.stringify(user.eventsOf(third))).toContain(
      `Skipped, since run ${second} of this schedule waits already, for run ${first}.`,
    );
    await refuse(first);
    await asking(second);
    await refuse(second);
    for (const id of [first, second])
      expect(await ended(id)).toMatchObject({ status: 'FAILED', failure: { error: 'ApprovalRefused' } });
  });

  it('takes the place of the run before it when its schedule replaces: stopped, undone once, and cloned again, though functions die', async () => {
    const arn = await user.create('replaced', {}, { Input: input('replaced', 'replace', into('replaced')) });
    const endless = small.cloud.addFault({
      on: 'lambda:verify-clone',
      effect: { kind: 'error', code: 'NotYet', message: 'Not ready.' },
    });
    const first = await user.deliver(arn, minutesAgo(2));
    await until(first, ({ steps }) => steps.some(({ name }) => name === 'Verify clone'));
    // Killed after it has stopped the run, and after it has started the roll-back.
    for (const nth of [1, 2]) small.cloud.addFault({ on: 'lambda:start-clone', nth, effect: { kind: 'kill-after' } });
    const second = await user.deliver(arn, minutesAgo(1));
    expect(await ended(first)).toMatchObject({
      status: 'ABORTED',
      failure: {
        error: 'Replaced',
        sentence: `The next time of schedule replaced came: run ${second} takes its place.`,
      },
    });
    endless();
    expect(await ended(second)).toMatchObject({ status: 'SUCCEEDED' });
    expect(user.eventsOf(first).map(({ detailType }) => detailType)).toEqual(['Clone Started', 'Clone Replaced']);
    const rollBacks = (await user.runsOf('kubeferry-roll-back')).filter(({ name }) => name!.endsWith(first));
    expect(rollBacks.map(({ name }) => name)).toEqual([`undo-1-${first}`]);
    const { target } = small.cloud.accounts;
    const volumes = [...small.cloud.ec2.place(target.id, target.region).volumes.values()];
    const owners = volumes.map(({ tags }) => tags['kubeferry:clone-id']);
    expect(owners).not.toContain(first);
    expect(owners.filter((id) => id === second)).toHaveLength(2);
  });

  it('makes no call that the policies of a run do not allow', () => {
    const denied = small.cloud.calls.filter(
      ({ allowed, principalArn }) => !allowed && principalArn.endsWith('kubeferry-start-clone'),
    );
    expect(denied).toEqual([]);
  });
});
