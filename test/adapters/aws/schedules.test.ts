import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventBridgeSchedules } from '../../../adapters/aws/schedules.ts';
import { PLACE, startSchedulerWorld } from '../../emulator/aws/scheduler/world.ts';
import { schedulesSuite } from '../../suites/schedules.ts';

const prefix = `arn:aws:states:${PLACE.region}:${PLACE.account}`;
const nightly = {
  name: 'nightly',
  expression: 'cron(0 2 * * ? *)',
  timeZone: 'UTC',
  enabled: true,
  input: '{}',
  description: '',
};

let world: Awaited<ReturnType<typeof startSchedulerWorld>>;
const schedulesAs = (keys: typeof world.admin) =>
  eventBridgeSchedules({ prefix, region: PLACE.region, credentials: async () => keys });
beforeAll(async () => {
  world = await startSchedulerWorld();
  vi.stubEnv('AWS_ENDPOINT_URL', world.endpoint);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.stop();
});

schedulesSuite('EventBridge Scheduler', async () => schedulesAs(world.admin));

it('says of a change under way that it is to be sent again', async () => {
  const schedules = schedulesAs(world.admin);
  const conflict = { code: 'ConflictException', message: 'in motion', status: 409 };
  world.faults.add({ on: 'scheduler:UpdateSchedule', nth: 1, effect: { kind: 'error', ...conflict } });
  await expect(schedules.replace('prod-to-dev', nightly)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringContaining('another change of it is under way'),
  });
});

it('asks for the right to the group, and to pass the starter of the route', async () => {
  const group = `arn:aws:scheduler:${PLACE.region}:${PLACE.account}:schedule/kubeferry-prod-to-dev/*`;
  const mayCreate = { Effect: 'Allow' as const, Action: 'scheduler:CreateSchedule', Resource: group };
  const withoutPass = world.iam.createUser(PLACE.account, 'without-pass', [{ Statement: [mayCreate] }]);
  const create = (keys: typeof world.admin, route: string) =>
    schedulesAs(keys).create(route, { ...nightly, name: 'of-somebody' });
  await expect(create(withoutPass, 'prod-to-dev')).rejects.toThrow(/iam:PassRole .*kubeferry-schedule-prod-to-dev/);
  const mayPass = {
    Effect: 'Allow' as const,
    Action: 'iam:PassRole',
    Resource: `arn:aws:iam::${PLACE.account}:role/kubeferry-schedule-prod-to-dev`,
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  };
  const both = world.iam.createUser(PLACE.account, 'both', [{ Statement: [mayCreate, mayPass] }]);
  await expect(create(both, 'prod-to-qa')).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await create(both, 'prod-to-dev')).toBe('created');
});
