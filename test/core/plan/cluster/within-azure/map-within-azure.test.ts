import { describe, expect, it } from 'vitest';
import { NewAksCluster } from '../../../../../core/base/request/new-aks-cluster.ts';
import type { AksTargetMember } from '../../../../../core/base/request/route.ts';
import { planAks } from '../../../../../core/plan/cluster/aks/plan-aks-cluster.ts';
import { casesOf, expectFindings } from '../aks/aks-cases.ts';

const TENANTS = { 'into-another-tenant': 'another' } as Record<string, string>;
const place = { account: '111111111111', region: 'eu-west-1', roleArn: '', externalId: '', client: 'c' };
const azure = { subscription: 's', resourceGroup: 'shop', nodeResourceGroup: 'nodes' };
/** Three zones, but for one size. */
const zonesOf = (size: string) => (size === 'Standard_E8s_v5' ? ['1'] : ['1', '2', '3']);
const there = {
  versions: async () => ['1.33', '1.34', '1.35'],
  offeredSizes: async (_: string, sizes: readonly string[]) => sizes.map((size) => ({ size, zones: zonesOf(size) })),
};

// Promise: aks-cluster-copied
describe.each(casesOf('within-azure'))('a cluster of AKS: $name', ({ name, cluster, create, expected }) => {
  const planned = () =>
    planAks(
      {
        name: 'there',
        source: { ...place, ...azure, kind: 'aks', cluster: 'prod', tenant: 'one' },
        target: {
          ...{ ...place, ...azure, kind: 'aks', cluster: 'dev', kmsKeyArn: '', location: 'northeurope' },
          tenant: TENANTS[name] ?? 'one',
        } as AksTargetMember,
      },
      NewAksCluster.parse(create),
      { read: async () => ({ cluster, federatedCredentials: [] }) },
      there,
      { shop: 'shop-dev' },
    );

  it('becomes another one of AKS', async () => {
    const { plan } = await planned();
    for (const [part, wanted] of Object.entries(expected.blueprint))
      expect({ [part]: plan.blueprint[part as keyof typeof plan.blueprint] }).toMatchObject({ [part]: wanted });
  });

  it('has a word on what is otherwise, and on no more', async () =>
    expectFindings((await planned()).findings, expected));
});
