import {
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MACHINES, PLACE, startSchedulerWorld } from './world.ts';

const GroupName = 'kubeferry-prod-to-dev';
let world: Awaited<ReturnType<typeof startSchedulerWorld>>;
let scheduler: SchedulerClient;
beforeAll(async () => {
  world = await startSchedulerWorld();
  scheduler = new SchedulerClient({ endpoint: world.endpoint, region: PLACE.region, credentials: world.admin });
});
afterAll(async () => {
  scheduler.destroy();
  await world.stop();
});

const spec = (Name: string, more: Partial<CreateScheduleInput> = {}): CreateScheduleInput => ({
  Name,
  GroupName,
  ScheduleExpression: 'cron(0 2 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: `${MACHINES}:kubeferry-prod-to-dev`,
    RoleArn: `arn:aws:iam::${PLACE.account}:role/kubeferry-schedule-prod-to-dev`,
    Input: '{}',
  },
  ...more,
});
const create = (Name: string, more: Partial<CreateScheduleInput> = {}) =>
  scheduler.send(new CreateScheduleCommand(spec(Name, more)));

it('answers a schedule with the defaults of what was left out', async () => {
  const { ScheduleArn } = await create('plain');
  expect(ScheduleArn).toBe(`arn:aws:scheduler:eu-west-1:111122223333:schedule/${GroupName}/plain`);
  expect(await scheduler.send(new GetScheduleCommand({ Name: 'plain', GroupName }))).toMatchObject({
    Arn: ScheduleArn,
    State: 'ENABLED',
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    CreationDate: expect.any(Date),
  });
});

it('is one creation, and one deletion, for one ClientToken', async () => {
  const [first, again] = [
    await create('once', { ClientToken: 'a-token' }),
    await create('once', { ClientToken: 'a-token' }),
  ];
  expect(again.ScheduleArn).toBe(first.ScheduleArn);
  const other = { ClientToken: 'a-token', Description: 'another' };
  await expect(create('once', other)).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(create('once')).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
  const remove = (ClientToken: string) =>
    scheduler.send(new DeleteScheduleCommand({ Name: 'once', GroupName, ClientToken }));
  await remove('of-deletion');
  await remove('of-deletion');
  await expect(remove('another')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it.each<[string, Partial<CreateScheduleInput>, string]>([
  ['an expression that is none', { ScheduleExpression: 'daily' }, 'Invalid Schedule Expression'],
  ['a zone that is none', { ScheduleExpressionTimezone: 'Middle-earth' }, 'Timezone'],
  ['a window without its length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes'],
  ['a name with a slash', { Name: 'a b' }, 'Name'],
])('refuses %s as a ValidationException', async (_, more, word) => {
  await expect(create('wrong', more)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(word),
  });
});

it('tells of groups and schedules that do not exist', async () => {
  const missing = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
  await expect(create('lost', { GroupName: 'nowhere' })).rejects.toMatchObject(missing);
  await expect(scheduler.send(new UpdateScheduleCommand(spec('nobody')))).rejects.toMatchObject(missing);
  await expect(scheduler.send(new GetScheduleCommand({ Name: 'nobody', GroupName }))).rejects.toMatchObject(missing);
});

it('lists by group, prefix and state, in pages', async () => {
  for (const name of ['list-a', 'list-b', 'list-c']) await create(name, { State: 'DISABLED' });
  const list = async (more: object) => {
    const { Schedules = [], NextToken } = await scheduler.send(new ListSchedulesCommand({ GroupName, ...more }));
    return { names: Schedules.map(({ Name }) => Name), NextToken };
  };
  const first = await list({ NamePrefix: 'list-', MaxResults: 2 });
  expect(first.names).toEqual(['list-a', 'list-b']);
  expect(await list({ NamePrefix: 'list-', MaxResults: 2, NextToken: first.NextToken })).toEqual({ names: ['list-c'] });
  expect((await list({ State: 'ENABLED', NamePrefix: 'list-' })).names).toEqual([]);
  await expect(list({ NextToken: 'garbage' })).rejects.toMatchObject({ name: 'ValidationException' });
});

it('asks for the right to all groups to list one, as the service does', async () => {
  const group = `arn:aws:scheduler:${PLACE.region}:${PLACE.account}:schedule/${GroupName}/*`;
  const credentials = world.iam.createUser(PLACE.account, 'of-one-group', [
    { Statement: [{ Effect: 'Allow', Action: 'scheduler:*', Resource: group }] },
  ]);
  const limited = new SchedulerClient({ endpoint: world.endpoint, region: PLACE.region, credentials });
  await expect(limited.send(new ListSchedulesCommand({ GroupName }))).rejects.toThrow('schedule/*/*');
  await limited.send(new GetScheduleCommand({ Name: 'plain', GroupName }));
  limited.destroy();
});

it('starts the machine of a rate at once, and no machine that the role may not start', async () => {
  await create('at-once', { ScheduleExpression: 'rate(1 day)' });
  await expect
    .poll(() => world.started.map(({ stateMachineArn }) => stateMachineArn))
    .toEqual([`${MACHINES}:kubeferry-prod-to-dev`]);
});
