import { beforeEach, describe, expect, it } from 'vitest';
import { aksFactory } from '../../../adapters/azure/aks-factory.ts';
import type { AksFactory } from '../../../core/base/ports/aks-factory.ts';
import type { ObjectStore } from '../../../core/base/ports/object-store.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { completeAksCluster, identitiesIn, makeAksCluster } from '../../../core/execute/cluster/make-aks-cluster.ts';
import type { Stage } from '../../../core/execute/cluster/stages.ts';
import { allKept } from '../../../core/execute/undo/kept.ts';
import { rollBackAksCluster } from '../../../core/execute/undo/roll-back-aks-cluster.ts';
import type { AksBlueprint } from '../../../core/plan/cluster/aks/aks-blueprint.ts';
import { sealAksPlan } from '../../../core/plan/cluster/aks/aks-plan.ts';
import { createAksRequest } from '../../../core/plan/cluster/aks/create-aks-request.ts';
import { readAksBlueprint } from '../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { someAks } from '../../core/plan/cluster/aks/some-aks.ts';
import { leapingClock } from '../../memory/clock.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { patiently } from './patiently.ts';
import { armOf, PLACE, type StandIn, standIn } from './stand-in.ts';

const ORDERS = `/subscriptions/${PLACE.subscription}/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`;
const origin = (cloneId: string, route = 'prod-to-dev') => ({ cloneId, route });
const KUBERNETES = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' } };

function planOf(change: (blueprint: AksBlueprint) => AksBlueprint = (same) => same) {
  const { blueprint } = readAksBlueprint('prod', { cluster: someAks(), federatedCredentials: [] });
  const workloadIdentities = [{ namespace: 'shop', serviceAccount: 'orders', identity: ORDERS }];
  return sealAksPlan('prod', 'MC_made', change({ ...blueprint, workloadIdentities }));
}

let world: StandIn;
let factory: AksFactory;
let store: ObjectStore;

beforeEach(async () => {
  const clock = leapingClock();
  world = await standIn({
    clock,
    startCluster: async () => ({ kubeconfig: () => '', stop: async () => {} }),
  });
  factory = aksFactory(armOf({ clock }), PLACE);
  store = memoryObjectStore();
  return () => world.azure.stop();
});

const make = (stage: Stage, cloneId = 'run-1', plan = planOf(), route?: string) =>
  makeAksCluster(factory, plan, origin(cloneId, route), stage, async (maker) => maker === 'taken-back');

async function makeAll(cloneId = 'run-1', plan = planOf()) {
  for (const stage of ['cluster', 'nodes', 'add-ons', 'access'] as const)
    await patiently(world.clock, () => make(stage, cloneId, plan));
  return completeAksCluster(factory, plan);
}

const puts = () => world.calls.filter(({ operation }) => operation === 'managedClusters-write');
const takeBack = (cloneId = 'run-1', objects: object[] = [], plan = planOf()) =>
  rollBackAksCluster(factory, plan, async () => memoryCluster({ objects: [KUBERNETES, ...objects] as never }), store, {
    cloneId,
    route: { target: { ...PLACE, account: '1', region: 'eu-west-1' } },
  } as unknown as Clone);

describe('a cluster of AKS that a run makes', () => {
  it('is as its blueprint says, trusted by the identities of its service accounts, and ready', async () => {
    expect(await makeAll()).toEqual({ matchesBlueprint: true, differences: [] });
    const found = await factory.read([ORDERS]);
    expect(found?.cluster.tags).toMatchObject({ 'kubeferry:step': 'whole-cluster', 'kubeferry:clone-id': 'run-1' });
    expect(found?.federatedCredentials).toMatchObject([{ subject: 'system:serviceaccount:shop:orders' }]);
  });

  it('is made once, however often its steps are run again', async () => {
    await makeAll();
    await patiently(world.clock, () => completeAksCluster(factory, planOf()));
    expect(puts().map(({ action }) => action)).toHaveLength(2);
  });

  it('is not marked as ready while Azure is at something else, but a moment later', async () => {
    for (const stage of ['cluster', 'nodes', 'access'] as const) await patiently(world.clock, () => make(stage));
    const { cluster } = (await factory.read())!;
    await factory.tag({ ...(cluster.tags as object), team: 'theirs' }, String(cluster.eTag));
    await expect(completeAksCluster(factory, planOf())).rejects.toMatchObject({ name: 'NotYet' });
    await patiently(world.clock, () => completeAksCluster(factory, planOf()));
    expect((await factory.read())?.cluster.tags).toMatchObject({ team: 'theirs', 'kubeferry:step': 'whole-cluster' });
  });

  it('is tagged, and taken back, a moment later where Azure is at something that has begun since the look', async () => {
    await makeAll();
    const { cluster } = (await factory.read())!;
    expect(cluster.properties).toMatchObject({ provisioningState: 'Updating' });
    const tagged = factory.tag(cluster.tags as Record<string, string>, String(cluster.eTag));
    await expect(tagged).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining('in progress') });
    await expect(factory.remove(String(cluster.eTag))).rejects.toMatchObject({ name: 'NotYet' });
  });

  it('asks each identity once, in whatever letter case its plan has it', async () => {
    const twice = planOf((given) => ({
      ...given,
      workloadIdentities: [
        { namespace: 'shop', serviceAccount: 'orders', identity: ORDERS },
        { namespace: 'shop', serviceAccount: 'pay', identity: ORDERS.replace('resourceGroups', 'RESOURCEGROUPS') },
      ],
    }));
    expect(await makeAll('run-1', twice)).toEqual({ matchesBlueprint: true, differences: [] });
    expect((await factory.read(identitiesIn(twice)))?.federatedCredentials).toHaveLength(2);
  });

  it('is continued by another run of its route, and by no run of another route', async () => {
    await make('cluster').catch(() => {});
    await patiently(world.clock, () => make('cluster', 'run-2'));
    await expect(make('cluster', 'run-3', planOf(), 'other')).rejects.toMatchObject({ name: 'ClusterFailed' });
  });

  it('is none that a run is taking back', async () => {
    await make('cluster', 'taken-back').catch(() => {});
    await expect(make('cluster', 'run-2')).rejects.toThrow('which is taking it back');
  });

  it('says why Azure could not make it, in the end', async () => {
    const error = { kind: 'error', code: 'AllocationFailed', message: 'No capacity in zone 1.' } as const;
    world.faults.add({ on: 'azure:managedClusters-provision', effect: error });
    await expect(patiently(world.clock, () => make('cluster'))).rejects.toThrow(
      /Failed \(AllocationFailed: No capacity in zone 1\.\)/,
    );
  });

  it('is refused with what is wrong with it, and nothing is left', async () => {
    const many = planOf((given) => ({
      ...given,
      nodePools: given.nodePools.map((pool) => ({ ...pool, count: 900, scaling: undefined })),
    }));
    await expect(make('cluster', 'run-1', many)).rejects.toThrow('Insufficient regional vcpu quota');
    expect(world.azure.inventory()).toEqual([]);
  });
});

// Promise: never-changes-a-cluster-of-others
describe('a cluster of AKS that is there', () => {
  const theirs = () => createAksRequest('prod', 'MC_theirs', planOf().blueprint, origin('nobody'));
  const bare = () => ({ ...theirs(), tags: { team: 'theirs' } });

  it('is left as it is, also when it was made between the look and the call', async () => {
    await factory.create(bare());
    const before = world.azure.inventory();
    const blind: AksFactory = { ...factory, read: async () => undefined };
    await makeAksCluster(blind, planOf(), origin('run-1'), 'cluster', async () => false).catch(() => {});
    expect(world.azure.inventory()).toEqual(before);
    await expect(make('cluster')).rejects.toThrow('somebody else made it since the plan');
    expect(world.azure.inventory()).toEqual(before);
  });

  it('is made by one of two runs that ask at the same time', async () => {
    await Promise.allSettled([make('cluster', 'run-1'), make('cluster', 'run-2')]);
    expect(world.azure.inventory()).toHaveLength(1);
    expect(puts()).toHaveLength(2);
  });

  it('is never taken back by a run that did not make it', async () => {
    await factory.create(bare());
    await world.clock.sleep(600_000);
    expect(await takeBack()).toEqual({ deleted: 0, kept: 0 });
    expect(world.azure.inventory()).toHaveLength(1);
  });
});

describe('a cluster of AKS that its run takes back', () => {
  it('leaves nothing', async () => {
    await makeAll();
    expect(await patiently(world.clock, () => takeBack())).toEqual({ deleted: 0, kept: 0 });
    expect(world.azure.inventory()).toEqual([]);
  });

  it('leaves nothing of one that could not be made', async () => {
    const effect = { kind: 'error', code: 'AllocationFailed', message: 'No capacity.' } as const;
    world.faults.add({ on: 'azure:managedClusters-provision', effect });
    await patiently(world.clock, () => make('cluster')).catch(() => {});
    await patiently(world.clock, () => takeBack());
    expect(world.azure.inventory()).toEqual([]);
  });

  it('is kept where others use it, with the command that deletes it one day', async () => {
    await makeAll();
    await world.clock.sleep(60_000);
    const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    expect(await takeBack('run-1', [shop])).toEqual({ deleted: 0, kept: 1 });
    const [kept] = await allKept(store, 'run-1');
    expect(kept?.why).toContain('az aks delete --subscription');
    expect(world.azure.inventory()).toHaveLength(2);
  });

  it('keeps the identities of its pods where a lock keeps it from going, and loses them with it', async () => {
    await makeAll();
    await world.clock.sleep(60_000);
    const locked = { kind: 'error', code: 'ScopeLocked', message: 'The scope is locked.' } as const;
    world.faults.add({ on: 'azure:managedClusters-delete', effect: locked, nth: 1 });
    await expect(takeBack()).rejects.toThrow('az lock delete');
    expect((await factory.read([ORDERS]))?.federatedCredentials).toHaveLength(1);
    await patiently(world.clock, () => takeBack());
    expect(world.azure.inventory()).toEqual([]);
  });

  it('leaves no trust where the run has died between the deletion and that', async () => {
    await makeAll();
    await world.clock.sleep(60_000);
    await factory.remove(String((await factory.read())?.cluster.eTag));
    await patiently(world.clock, () => takeBack());
    expect(world.azure.inventory()).toEqual([]);
  });

  it('stays when it changes between the look and the deletion', async () => {
    await makeAll();
    await world.clock.sleep(60_000);
    const late: AksFactory = {
      ...factory,
      async remove(eTag) {
        const { cluster } = (await factory.read())!;
        await factory.tag({ ...(cluster.tags as object), now: 'theirs' }, String(cluster.eTag));
        return factory.remove(eTag);
      },
    };
    const clone = { cloneId: 'run-1', route: { target: { ...PLACE, account: '1', region: 'eu-west-1' } } };
    const open = async () => memoryCluster({ objects: [KUBERNETES] as never });
    await expect(rollBackAksCluster(late, planOf(), open, store, clone as unknown as Clone)).rejects.toMatchObject({
      name: 'NotYet',
    });
    expect(world.azure.inventory().some((line) => line.includes('theirs'))).toBe(true);
  });
});

describe('what Azure offers', () => {
  it('is asked for where the identity may, and not known where it may not', async () => {
    expect(await factory.versions('westeurope')).toContain('1.34');
    expect(await factory.offeredSizes('westeurope', ['standard_d4s_V5', 'Standard_X1'])).toEqual([
      { size: 'Standard_D4s_v5', zones: ['1', '2', '3'] },
    ]);
    world.faults.add({ on: 'azure:skus-read', effect: { kind: 'denied' } });
    expect(await factory.offeredSizes('westeurope', ['Standard_D4s_v5'])).toBeUndefined();
  });
});
