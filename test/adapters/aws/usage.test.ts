import { afterAll, beforeAll, expect, it } from 'vitest';
import { targetUsage } from '../../../adapters/aws/usage.ts';
import { startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

it('counts storage by type, own snapshots and clusters', async () => {
  const session = await cloud.session(TARGET);
  const before = await targetUsage(session);
  expect(before).toMatchObject({ copies: 0, snapshots: { count: 0 } });
  await cloud.eks.seedCluster({ ...TARGET, name: 'more', nodes: [{ zone: `${TARGET.region}a` }] });
  const after = await targetUsage(session);
  expect(after.clusters - before.clusters).toBe(1);
  // The root volume of its node.
  expect(((after.storageTiB.gp3 ?? 0) - (before.storageTiB.gp3 ?? 0)) * 1024).toBeCloseTo(20);
});
