import { afterAll, beforeAll, expect, it } from 'vitest';
import { targetQuotas } from '../../../adapters/aws/quotas.ts';
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

it("knows AWS's default of a quota that no value was applied to in the account", async () => {
  const quotas = await targetQuotas(await cloud.session(TARGET));
  expect(quotas).toContainEqual({
    code: 'L-309BACF6',
    name: 'snapshots in the Region',
    value: 100_000,
    isDefault: true,
  });
  expect(quotas).toContainEqual({ code: 'L-7A658B76', name: 'gp3 storage, TiB', value: 50 });
  expect(quotas).toHaveLength(9);
});
