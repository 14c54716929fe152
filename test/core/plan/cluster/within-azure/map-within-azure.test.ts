import { describe, expect, it } from 'vitest';
import { NewAksCluster } from '../../../../../core/base/request/new-aks-cluster.ts';
import type { AksTargetMember } from '../../../../../core/base/request/route.ts';
import { sealAksPlan } from '../../../../../core/plan/cluster/aks/aks-plan.ts';
import { planAks } from '../../../../../core/plan/cluster/aks/plan-aks-cluster.ts';
import { plannedAksFacts } from '../../../../../core/plan/cluster/aks/planned-aks-facts.ts';
import { readAksBlueprint } from '../../../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { planAksIdentities } from '../../../../../core/plan/cluster/aks/workload-identities.ts';
import type { ClusterFacts } from '../../../../../core/translate/context.ts';
import { casesOf, expectFindings } from '../aks/aks-cases.ts';
import { someAks } from '../aks/some-aks.ts';

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

describe('a service account that takes a workload identity', () => {
  const CLIENT = 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f';
  const OTHER = 'd5e6f708-1b2c-4d3e-9f40-5b6c7d8e9fa0';
  const IDENTITY =
    '/subscriptions/two/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders';
  const accounts = [{ namespace: 'shop', name: 'orders', role: CLIENT }];
  const identitiesOf = (map: Record<string, string | null>, roles: Record<string, string> = {}) => {
    const { nodePools, cluster } = readAksBlueprint('dev', { cluster: someAks(), federatedCredentials: [] }).blueprint;
    const plan = sealAksPlan('dev', 'nodes', { nodePools, cluster, workloadIdentities: [] });
    return planAksIdentities(plan, accounts, { namespaces: { shop: 'shop-dev' }, roles }, NewAksCluster.parse({ map }));
  };

  it('is trusted by the identity that the route names for its client id', () => {
    const { plan, findings } = identitiesOf({ [CLIENT]: IDENTITY });
    expect(plan.blueprint.workloadIdentities).toEqual([
      { namespace: 'shop-dev', serviceAccount: 'orders', identity: IDENTITY },
    ]);
    expect(findings).toEqual([]);
  });

  it('is a warning where nobody says which identity is to trust it, and none where it goes without', () => {
    const said = (map: Record<string, string | null>, roles?: Record<string, string>) =>
      identitiesOf(map, roles).findings.map(({ severity, sentence }) => [severity, sentence]);
    expect(said({})).toEqual([['warning', expect.stringContaining(`identity ${CLIENT}, which does not trust`)]]);
    expect(said({}, { [CLIENT]: OTHER })).toEqual([['warning', expect.stringContaining(`identity ${OTHER}, which`)]]);
    expect(said({ [CLIENT]: null })).toEqual([]);
  });
});

it('plans for nodes that are in no zone, whose claims then have disks in none', () => {
  const { nodePools, cluster } = readAksBlueprint('dev', { cluster: someAks(), federatedCredentials: [] }).blueprint;
  const planIn = (zones: string[]) =>
    sealAksPlan('dev', 'nodes', {
      cluster,
      nodePools: nodePools.map((pool) => ({ ...pool, zones })),
      workloadIdentities: [],
    });
  expect(planIn(['2', '1']).zones).toEqual(['westeurope-1', 'westeurope-2']);
  const outside = planIn([]);
  expect(outside.zones).toEqual(['0']);
  const facts = plannedAksFacts(outside, { served: [] } as unknown as ClusterFacts, place as never);
  expect(facts.nodeLabels.map((labels) => labels['topology.kubernetes.io/zone'])).toEqual(['0', '0']);
});
