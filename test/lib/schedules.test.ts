import { expect, it } from 'vitest';
import { rightsOf, roleNamed, text, trustOf } from './policies.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const nightly = {
  name: 'nightly',
  route: 'prod-to-dev',
  expression: 'cron(0 2 * * ? *)',
  timeZone: 'Europe/Berlin',
  windowMinutes: 30,
  request: { selection: { namespaces: ['shop'] }, onConflict: 'update' },
};
const withSchedules = (...schedules: unknown[]) => synthesize({ ...CONFIG, schedules })['kubeferry-hub'];

const scheduleNamed = (hub: ReturnType<typeof withSchedules>, name: string) =>
  ofType(hub, 'AWS::Scheduler::Schedule').find(([, { Properties }]) => Properties.Name === name)?.[1];

it('removes clones whose time is over each hour', () => {
  const target = scheduleNamed(withSchedules(), 'remove-expired')?.Properties;
  expect(target.ScheduleExpression).toBe('cron(15 * * * ? *)');
  expect(text(target.Target.Arn)).toMatch(/^<Machinesremoveexpired/);
});

it("starts the route's machine at the schedule's times, with its name and time in the input", () => {
  const hub = withSchedules(nightly);
  const schedule = scheduleNamed(hub, 'nightly');
  expect(schedule?.Properties).toMatchObject({
    Name: 'nightly',
    ScheduleExpression: 'cron(0 2 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 60 } },
  });
  expect(text(schedule?.Properties.Target.Arn)).toMatch(/^<Machinesprodtodev/);
  expect(text(schedule?.Properties.Target.DeadLetterConfig.Arn)).toMatch(/^<SchedulesUndelivered\w+\.Arn>$/);
  expect(JSON.parse(schedule?.Properties.Target.Input)).toEqual({
    schedule: 'nightly',
    scheduledTime: '<aws.scheduler.scheduled-time>',
    overlap: 'skip',
    selection: { namespaces: ['shop'] },
    onConflict: 'update',
  });
});

it('gives each route a role that may start its machine and nothing else, for schedules of its own group', () => {
  const hub = synthesize()['kubeferry-hub']!;
  for (const { name } of CONFIG.routes) {
    const id = roleNamed(hub, `kubeferry-schedule-${name}`);
    const [start, keep, ...more] = rightsOf(hub, id);
    expect(more).toEqual([]);
    expect(start?.actions).toEqual(['states:StartExecution']);
    expect(start?.resources).toHaveLength(1);
    expect(start?.resources[0]).toMatch(new RegExp(`^<Machines${name.replaceAll('-', '')}`));
    expect(keep?.actions).toEqual(['sqs:SendMessage']);
    expect(trustOf(hub.Resources[id]!)).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '111122223333',
            'aws:SourceArn': `arn:aws:scheduler:eu-west-1:111122223333:schedule-group/kubeferry-${name}`,
          },
        },
      },
    ]);
  }
});

it('encrypts the queue of what was not delivered, and takes TLS only', () => {
  const [[, queue] = []] = ofType(synthesize()['kubeferry-hub'], 'AWS::SQS::Queue');
  expect(queue?.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
});

it('names every mistake of a schedule, with the way out', () => {
  const wrong = (more: object) => () => withSchedules({ ...nightly, ...more });
  expect(wrong({ route: 'dev-to-prod' })).toThrow(
    'Schedule "nightly": no route "dev-to-prod"; there are "prod-to-dev"',
  );
  expect(wrong({ overlap: 'fight' })).toThrow(/"skip"\|"queue"\|"replace"/);
  expect(wrong({ expression: 'cron(0 2 * * *)' })).toThrow('has 5 fields, but six are needed');
  expect(wrong({ timeZone: 'Middle-earth' })).toThrow('Europe/Berlin');
  expect(wrong({ request: { selektion: {} } })).toThrow(/Schedule "nightly": .*selektion: There is no such field/);
  expect(() => withSchedules(nightly, nightly)).toThrow('Two schedules are named "nightly"');
});

// Promise: refuses-one-night-schedules
it('refuses a schedule that could succeed once only, with the way out', () => {
  const once = { ...nightly, request: { selection: { namespaces: ['shop'] } } };
  expect(() => withSchedules(once)).toThrow(
    /Schedule "nightly": request.onConflict: From its second time on .*"onConflict": "refresh"/,
  );
});
