import { describe, expect, it } from 'vitest';
import { NewAksCluster } from '../../../../../core/base/request/new-aks-cluster.ts';
import type { AksTargetMember } from '../../../../../core/base/request/route.ts';
import { sealAksPlan } from '../../../../../core/plan/cluster/aks/aks-plan.ts';
import { createAksRequest } from '../../../../../core/plan/cluster/aks/create-aks-request.ts';
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
const origin = { cloneId: 'run-1', route: 'there' };
const there = {
  credentialsOf: async () => [],
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

describe('a source of AKS of another kind', () => {
  const planned = async (change: (cluster: ReturnType<typeof someAks>) => object, create: object = {}) => {
    const { plan, findings } = await planAks(
      {
        name: 'there',
        source: { ...place, ...azure, kind: 'aks', cluster: 'prod', tenant: 'one' },
        target: {
          ...{ ...place, ...azure, kind: 'aks', cluster: 'dev', kmsKeyArn: '', location: 'northeurope', tenant: 'one' },
        } as AksTargetMember,
      },
      NewAksCluster.parse(create),
      { read: async () => ({ cluster: change(someAks()) as Record<string, unknown>, federatedCredentials: [] }) },
      there,
      {},
    );
    const said = (path: string) => findings.filter((each) => each.path === path);
    return { ...plan.blueprint, said };
  };
  const withProperties = (more: object) => (cluster: ReturnType<typeof someAks>) => ({
    ...cluster,
    properties: { ...cluster.properties, ...more },
  });

  it('leaves room for the tags of the run, and names those that are left', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `tag-${String(at).padStart(2, '0')}`);
    const tags = Object.fromEntries(names.map((name) => [name, 'x']));
    const { cluster, nodePools, said } = await planned((given) => ({
      ...withProperties({ agentPoolProfiles: given.properties.agentPoolProfiles.map((pool) => ({ ...pool, tags })) })(
        given,
      ),
      tags,
    }));
    const sent = createAksRequest('dev', 'MC_dev', { cluster, nodePools, workloadIdentities: [] }, origin);
    expect(Object.keys(sent.tags as object)).toHaveLength(50);
    expect(nodePools.map((pool) => Object.keys(pool.tags).length)).toEqual([46, 46]);
    expect(said('/cluster/tags')[0]?.sentence).toContain('tag-46, tag-47, tag-48, tag-49');
    expect(said('/nodePools/system/tags')).toHaveLength(1);
  });

  it('needs a network plugin of AKS in the place of one of its own', async () => {
    const byo = ({ properties, ...cluster }: ReturnType<typeof someAks>) => ({
      ...cluster,
      properties: { ...properties, networkProfile: { networkPlugin: 'none', podCidr: '10.1.0.0/16' } },
    });
    expect((await planned(byo)).said('/cluster/network/plugin')).toMatchObject([{ severity: 'blocker' }]);
    const mapped = await planned(byo, { map: { none: 'azure' } });
    expect(mapped.said('/cluster/network/plugin')).toEqual([]);
    expect(mapped.cluster.network).toMatchObject({ plugin: 'azure', pluginMode: 'overlay', podCidr: '10.1.0.0/16' });
  });

  it('gets a pool for the pods of the cluster itself where it has none', async () => {
    const pools = someAks().properties.agentPoolProfiles.filter(({ mode }) => mode === 'User');
    const { nodePools, said } = await planned(withProperties({ agentPoolProfiles: pools }));
    expect(nodePools.map(({ name, mode }) => [name, mode])).toEqual([
      ['cheap', 'User'],
      ['system', 'System'],
    ]);
    expect(said('/nodePools/system')).toMatchObject([{ severity: 'warning' }]);
    const web = pools.map(({ scaleSetPriority: _, ...pool }) => ({ ...pool, name: 'web', nodeTaints: [] }));
    const chosen = await planned(withProperties({ agentPoolProfiles: web }));
    expect(chosen.nodePools).toMatchObject([{ name: 'web', mode: 'System', count: 1 }]);
    expect(chosen.said('/nodePools/web/mode')).toMatchObject([{ severity: 'warning' }]);
  });

  it('is told of its service principal, and that it was of AKS Automatic', async () => {
    const principal = 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f';
    const byPrincipal = await planned(withProperties({ servicePrincipalProfile: { clientId: principal } }));
    expect(byPrincipal.said('/cluster/identity')[0]?.sentence).toContain(`service principal ${principal}`);
    const byIdentity = await planned(withProperties({ servicePrincipalProfile: { clientId: 'msi' } }));
    expect(byIdentity.said('/cluster/identity')).toEqual([]);
    const automatic = await planned((given) => ({ ...given, sku: { name: 'Automatic', tier: 'Standard' } }));
    expect(automatic.said('/cluster/tier')[0]?.sentence).toContain('AKS Automatic');
  });
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

  it('is trusted by it however the route spells its id, and is not by what is no identity', () => {
    const spelled = IDENTITY.replace('/subscriptions', '/Subscriptions').replace('resourceGroups', 'resourcegroups');
    expect(identitiesOf({ [CLIENT]: spelled }).plan.blueprint.workloadIdentities).toMatchObject([
      { identity: spelled },
    ]);
    const { plan, findings } = identitiesOf({ [CLIENT]: OTHER });
    expect(plan.blueprint.workloadIdentities).toEqual([]);
    expect(findings[0]?.sentence).toContain(`takes ${OTHER} by the route's target.create.map, which is no id`);
  });

  it('is a warning where nobody says which identity is to trust it, and none where it goes without', () => {
    const said = (map: Record<string, string | null>, roles?: Record<string, string>) =>
      identitiesOf(map, roles).findings.map(({ severity, sentence }) => [severity, sentence]);
    expect(said({})).toEqual([['warning', expect.stringContaining(`identity ${CLIENT}, which does not trust`)]]);
    expect(said({}, { [CLIENT]: OTHER })).toEqual([['warning', expect.stringContaining(`identity ${OTHER}, which`)]]);
    expect(said({ [CLIENT]: null })).toEqual([]);
  });
});

it.each([
  ['cilium', 'Cilium'],
  ['calico', 'Calico'],
  ['azure', 'Azure Network Policy Manager'],
])('knows before the cluster is there that %s enforces network policies', (policy, by) => {
  const { nodePools, cluster } = readAksBlueprint('dev', { cluster: someAks(), federatedCredentials: [] }).blueprint;
  const network = { ...cluster.network, policy };
  const plan = sealAksPlan('dev', 'nodes', { nodePools, cluster: { ...cluster, network }, workloadIdentities: [] });
  const facts = plannedAksFacts(plan, { served: [] } as unknown as ClusterFacts, place as never);
  expect(facts.networkPolicy).toEqual({ by, on: true });
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
