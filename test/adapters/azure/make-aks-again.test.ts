import { beforeEach, expect, it } from 'vitest';
import { describeAks } from '../../../adapters/azure/aks-cluster.ts';
import { aksFactory } from '../../../adapters/azure/aks-factory.ts';
import newWithinAzure from '../../../cli/demo/azure/new-within-azure.config.ts';
import type { AksFactory } from '../../../core/base/ports/aks-factory.ts';
import { NewAksCluster } from '../../../core/base/request/new-aks-cluster.ts';
import type { AksTargetMember, Route } from '../../../core/base/request/route.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { completeAksCluster, makeAksCluster } from '../../../core/execute/cluster/make-aks-cluster.ts';
import { rollBackAksCluster } from '../../../core/execute/undo/roll-back-aks-cluster.ts';
import { planAks } from '../../../core/plan/cluster/aks/plan-aks-cluster.ts';
import { planAksIdentities } from '../../../core/plan/cluster/aks/workload-identities.ts';
import { describedAks } from '../../../local/aks-description.ts';
import { leapingClock } from '../../memory/clock.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { patiently } from './patiently.ts';
import { armOf, PLACE, type StandIn, standIn } from './stand-in.ts';

const [{ source, target, defaults }] = newWithinAzure.routes as [(typeof newWithinAzure.routes)[0]];
const CREATE = NewAksCluster.parse((target as AksTargetMember).create);
const { roles } = (defaults as { mappings: { roles: Record<string, string> } }).mappings;
/** Of the source, as its service account names it. */
const CLIENT = 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f';
const MADE = { ...PLACE, cluster: 'dev', nodeResourceGroup: 'MC_made' };
const ROUTE = {
  name: 'within',
  source,
  target: { ...target, ...MADE },
} as unknown as Pick<Route, 'name' | 'source'> & { target: AksTargetMember };

let world: StandIn;
let factory: AksFactory;

beforeEach(async () => {
  const clock = leapingClock();
  world = await standIn({ clock, startCluster: async () => ({ kubeconfig: () => '', stop: async () => {} }) });
  factory = aksFactory(armOf({ clock }), MADE);
  const id = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${PLACE.cluster}`;
  const place = source as Parameters<typeof describedAks>[0];
  world.azure.clusters.push({ id, kubeconfig: () => '', described: describedAks(place, 'westeurope') });
  return () => world.azure.stop();
});

async function planned() {
  const read = { read: () => describeAks(armOf(world), PLACE) };
  const { plan, findings } = await planAks(ROUTE, CREATE, read, factory);
  // The identity of the route is in the subscription of the demo's target.
  const here = Object.fromEntries(
    Object.entries(CREATE.map).map(([from, to]) => [
      from,
      to?.replace(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/, HERE) ?? null,
    ]),
  );
  const accounts = [{ namespace: 'shop', name: 'orders', role: CLIENT }];
  const whole = planAksIdentities(plan, accounts, { namespaces: {}, roles }, { ...CREATE, map: here });
  return { plan: whole.plan, findings: [...findings, ...whole.findings] };
}

const HERE = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}`;

// Promise: aks-cluster-copied
it('makes of what Azure says of one cluster another one, as its plan has it, and takes it back without touching the first', async () => {
  const { plan, findings } = await planned();
  expect(findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  expect(plan.zones).toEqual(['northeurope-1', 'northeurope-2']);
  const before = [
    world.azure.inventory(),
    structuredClone(world.azure.clusters.map(({ id, described }) => [id, described])),
  ];

  const origin = { cloneId: 'run-1', route: 'within' };
  for (const stage of ['cluster', 'nodes', 'add-ons', 'access'] as const)
    await patiently(world.clock, () => makeAksCluster(factory, plan, origin, stage, async () => false));
  expect(await completeAksCluster(factory, plan)).toEqual({ matchesBlueprint: true, differences: [] });
  const identity = `${HERE}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`;
  expect((await factory.read([identity]))?.federatedCredentials).toMatchObject([
    { subject: 'system:serviceaccount:shop:orders' },
  ]);

  const clone = { cloneId: 'run-1', route: { target: { ...MADE, account: '1', region: 'eu-west-1' } } };
  const kubernetes = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' } };
  const open = async () => memoryCluster({ objects: [kubernetes] as never });
  await patiently(world.clock, () =>
    rollBackAksCluster(factory, plan, open, memoryObjectStore(), clone as unknown as Clone),
  );
  expect([world.azure.inventory(), world.azure.clusters.map(({ id, described }) => [id, described])]).toEqual(before);
});
