import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeAks } from '../../../adapters/azure/aks-cluster.ts';
import { armOf, PLACE, type StandIn, standIn } from './stand-in.ts';

let world: StandIn;
const ID = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${PLACE.cluster}`;

beforeAll(async () => {
  world = await standIn();
  const described = { location: 'westeurope', properties: { kubernetesVersion: '1.34' } };
  world.azure.clusters.push({ id: ID.replace('shop', 'SHOP'), kubeconfig: () => '', described });
});
afterAll(() => world?.azure.stop());

describe('what Azure says of a cluster', () => {
  it('is read whole by one call, and by no right but to read it', async () => {
    const from = world.calls.length;
    expect(await describeAks(armOf(world), PLACE)).toMatchObject({
      cluster: { name: 'prod', location: 'westeurope', properties: { kubernetesVersion: '1.34' } },
    });
    expect(world.calls.slice(from).map(({ action }) => action)).toEqual([
      'Microsoft.ContainerService/managedClusters/read',
    ]);
  });

  it('is nothing where there is no such cluster', async () => {
    expect(await describeAks(armOf(world), { ...PLACE, cluster: 'gone' })).toBeUndefined();
  });

  it('is an error that names the cluster where nobody may read it', async () => {
    const taken = world.faults.add({ on: 'azure:managedClusters-read', nth: 1, effect: { kind: 'denied' } });
    await expect(describeAks(armOf(world), PLACE)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/describe cluster "prod" in resource group shop/),
    });
    taken();
  });
});
