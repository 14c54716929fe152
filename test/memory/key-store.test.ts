import { expect, it } from 'vitest';
import { leapingClock } from './clock.ts';
import { ebsWorld } from './ebs-world.ts';
import { memoryKeyStore } from './key-store.ts';

it('describes the keys of its world, and names one that does not exist', async () => {
  const world = ebsWorld(leapingClock());
  const arn = 'arn:aws:kms:us-east-1:333333333333:key/1';
  world.keys.set(arn, { account: '333333333333', region: 'us-east-1', arn, enabled: false, customerManaged: true });
  const keys = memoryKeyStore(world);
  expect(await keys.describeKey(arn)).toEqual({ arn, enabled: false, customerManaged: true });
  await expect(keys.describeKey(`${arn}2`)).rejects.toMatchObject({ name: 'NotFound' });
});
