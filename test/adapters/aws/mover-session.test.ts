import { afterAll, beforeAll, expect, it } from 'vitest';
import { moverSession } from '../../../adapters/aws/mover-session.ts';
import { s3ObjectStore } from '../../../adapters/aws/object-store.ts';
import type { MoverSession } from '../../../core/base/ports/mover-session.ts';
import type { ObjectStore } from '../../../core/base/ports/object-store.ts';
import { HUB, moverRole } from './mover-role.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

const BUCKET = 'records';
let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let pod: ObjectStore;
let session: MoverSession;
beforeAll(async () => {
  cloud = await startSmallCloud();
  const arn = moverRole(cloud.iam, HUB, BUCKET);
  const { region } = SOURCE;
  const place = { roleArn: arn, bucket: BUCKET, region, credentials: cloud.credentials };
  session = await moverSession(place, 'moved/run-1/shop.media', 'mover@run-1');
  const { expiration: _, ...keys } = session;
  pod = s3ObjectStore({ bucket: BUCKET, region, credentials: async () => keys });
});
afterAll(() => cloud.stop());

const list = async (prefix: string) => {
  const keys: string[] = [];
  for await (const key of pod.list(prefix)) keys.push(key);
  return keys;
};

// Promise: mover-keeps-to-its-folder
it('reads, writes, lists and removes in the folder of its run and claim, and nowhere else', async () => {
  await pod.put('moved/run-1/shop.media/config', 'x');
  expect(await list('moved/run-1/shop.media/')).toEqual(['moved/run-1/shop.media/config']);
  await pod.delete('moved/run-1/shop.media/config');
  const denied = { name: 'AccessDenied' };
  for (const key of [
    'moved/run-1/shop.mediatheque/config',
    'moved/run-2/shop.media/config',
    'clones/run-1/plan.json',
  ]) {
    await expect(pod.put(key, 'x'), key).rejects.toMatchObject(denied);
    await expect(pod.get(key), key).rejects.toMatchObject(denied);
    await expect(pod.delete(key), key).rejects.toMatchObject(denied);
  }
  for (const prefix of ['', 'moved/', 'moved/run-1/', 'moved/run-2/shop.media/', 'clones/'])
    await expect(list(prefix), prefix).rejects.toMatchObject(denied);
});

it('ends within an hour', () => {
  const seconds = (Date.parse(session.expiration) - cloud.clock.now().getTime()) / 1000;
  expect(seconds).toBeGreaterThan(3_500);
  expect(seconds).toBeLessThanOrEqual(3_600);
});
