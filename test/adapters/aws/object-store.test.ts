import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3ObjectStore } from '../../../adapters/aws/object-store.ts';
import { objectStoreSuite } from '../../suites/object-store.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
const storeOf = (bucket: string) => s3ObjectStore({ bucket, region: SOURCE.region, credentials: cloud.credentials });

beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

objectStoreSuite('S3', async () => ({ store: storeOf('records') }));

it('tries a claim again that met another write under way', async () => {
  const conflict = { code: 'ConditionalRequestConflict', message: 'try again', status: 409 };
  cloud.faults.add({ on: 's3:PutObject', nth: 1, effect: { kind: 'error', ...conflict } });
  expect(await storeOf('records').putNew('locks/conflict', 'mine')).toBe(true);
});

it('names the bucket that does not exist', async () => {
  await expect(storeOf('lost').put('plan.json', '{}')).rejects.toMatchObject({
    name: 'NotFound',
    message: expect.stringContaining('s3://lost/plan.json'),
  });
  await expect(storeOf('lost').get('plan.json')).rejects.toMatchObject({ name: 'NotFound' });
});
