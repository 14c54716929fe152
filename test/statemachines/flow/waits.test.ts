/** What a machine does while others use up what it needs, in hours of a clock that leaps. */
import { expect, it } from 'vitest';
import { AwsError } from '../../../emulator/base/service.ts';
import { named } from '../../emulator/states/memory-host.ts';
import { prepareWorld, type Script } from '../run-machine.ts';
import { clone, volume } from './fixtures.ts';

const HOUR = 3_600_000;
const answers: Record<string, Script> = {
  'await-snapshot': [{ snapshotId: 'snap-source' }, { snapshotId: 'snap-target' }],
  'share-snapshot': [{ snapshotId: 'snap-source' }],
  'copy-snapshot': [{ snapshotId: 'snap-target' }],
  'copy-blocks': [{ snapshotId: 'snap-target' }],
  'create-volume': [{ volumeId: 'vol-1' }],
  'verify-volume': [{ volumeId: 'vol-1' }],
};

/** Runs the machine while `step` fails for so many hours, and says how it ended and after how long. */
async function runWhile(step: string, error: Error, hours: number, strategy = volume.strategy) {
  const input = { clone, volume: { ...volume, strategy } };
  const world = prepareWorld({ machine: 'copy-volume', input, scripts: answers });
  const { host } = world;
  const answer = host.functions[step];
  const begun = host.clock.now().getTime();
  const passed = () => (host.clock.now().getTime() - begun) / HOUR;
  host.functions[step] = (payload, signal) => {
    if (passed() < hours) throw error;
    return answer?.(payload, signal) ?? null;
  };
  const execution = await world.run('copy-volume', input);
  return { execution, passed: passed() };
}

// Promise: waits-for-capacity
it.each([
  ['copy-snapshot', named('QuotaReached', 'Too many snapshot copies in progress.')],
  ['create-volume', named('QuotaReached', 'You have exceeded your maximum gp3 storage limit.')],
  ['verify-volume', new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)],
  ['share-snapshot', named('Throttled', 'Request limit exceeded.')],
])('waits while others use up what %s needs, for ten hours, and then goes on at once', async (step, error) => {
  const { execution, passed } = await runWhile(step, error, 10);
  expect(execution.status).toBe('SUCCEEDED');
  expect(passed).toBeLessThan(10 + 2 / 60 + 0.01);
});

it('gives up a mishap after minutes', async () => {
  const { execution, passed } = await runWhile('create-volume', named('Unavailable'), 10);
  expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'Unavailable' } });
  expect(passed).toBeLessThan(0.1);
});

it('fails when a wait for capacity has taken a day and more, and says what it waited for', async () => {
  const { execution, passed } = await runWhile('create-volume', named('QuotaReached', 'No gp3 storage is left.'), 100);
  expect(execution).toMatchObject({ status: 'FAILED', failure: { error: 'QuotaReached' } });
  expect(execution.failure?.stateCause).toContain('No gp3 storage is left.');
  expect(passed).toBeGreaterThan(23);
});

it.each([
  ['a throttle, which StartExecution does not model', 'ThrottlingException'],
  ['the limit of open executions', 'ExecutionLimitExceeded'],
])('starts a child machine again after %s', async (_, code) => {
  const world = prepareWorld({ machine: 'copy-volume', input: {}, scripts: answers });
  const { startChild } = world.engine;
  let refused = 0;
  world.engine.startChild = (actor, request) => {
    refused += 1;
    if (refused <= 5) throw new AwsError(code, 'Rate exceeded');
    return startChild(actor, request);
  };
  const execution = await world.run('copy-volume', { clone, volume: { ...volume, strategy: 'copy-blocks' } });
  expect(execution.status).toBe('SUCCEEDED');
  expect(refused).toBe(6);
});
