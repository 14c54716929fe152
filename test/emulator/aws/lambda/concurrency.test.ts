import { expect, it } from 'vitest';
import { createConcurrency } from '../../../../emulator/aws/lambda/concurrency.ts';

const here = { account: '111122223333', region: 'eu-west-1' };

it('refuses what is more than may run at a time, in one account and Region, and takes it when a place is free', async () => {
  const { within } = createConcurrency(2);
  const held = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const running = held.map(({ promise }) => within(here, () => promise));
  await expect(within(here, async () => 'third')).rejects.toMatchObject({
    code: 'TooManyRequestsException',
    status: 429,
    fields: { Reason: 'ConcurrentInvocationLimitExceeded' },
  });
  expect(await within({ ...here, region: 'us-east-1' }, async () => 'elsewhere')).toBe('elsewhere');
  held[0]?.reject(new Error('it broke'));
  await expect(running[0]).rejects.toThrow('it broke');
  expect(await within(here, async () => 'fourth')).toBe('fourth');
  held[1]?.resolve('second');
  expect(await running[1]).toBe('second');
});
