import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { NEW_WITHIN_AZURE } from '../../cli/demo/aks.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { contentsOf, volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { proveCluster } from '../../cli/demo/prove-cluster.ts';
import { ROUTE, recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { startFromAks } from '../faults/azure.ts';
import { listAccounts } from '../flow/listing.ts';
import type { SmallCloud } from '../flow/small-cloud.ts';

const CLAIMS = ['data-orders-0', 'data-orders-1', 'catalog-files'];
const WORKLOAD = { selection: { namespaces: ['shop'] }, target: { createCluster: true } };

let world: Omit<SmallCloud, 'clone'>;
let before: unknown;
beforeAll(async () => {
  world = await startFromAks(
    200,
    currentAssembly(() => {}, NEW_WITHIN_AZURE),
    'none',
  );
  recordsOf(world.cloud);
  before = await everything();
});
afterAll(() => world?.stop());

/** The source, what there is in Azure, and both accounts. */
const everything = async () => ({
  source: [...(await fingerprintCluster(world.source))],
  accounts: listAccounts(world.cloud),
  clusters: world.cloud.azure!.clusters.map(({ id }) => id),
});

async function sail(request: object = {}) {
  const execution = await startExecution(world.cloud, ROUTE, { ...WORKLOAD, ...request });
  return { ...(await execution.ended()), id: execution.name };
}

describe('a subscription without a cluster, on a route from one of AKS,', () => {
  it('gets none when only a plan is wanted', async () => {
    const { id, status, cause } = await sail({ mode: 'plan' });
    expect(status, cause).toBe('SUCCEEDED');
    const plan = await findRecord<Plan>(recordsOf(world.cloud), keysOf(id).plan);
    expect(plan?.cluster).toMatchObject({
      cloud: 'azure',
      name: 'dev',
      blueprint: {
        cluster: { location: 'northeurope', version: '1.34' },
        nodePools: [{ name: 'batch' }, { name: 'shop' }],
      },
    });
    expect(await everything()).toEqual(before);
  });

  // Promise: aks-cluster-copied
  it('gets another one with the workload and the bytes of its disks, and is as it was when that is rolled back', async () => {
    const { id, status, cause } = await sail();
    expect(status, cause).toBe('SUCCEEDED');
    expect(await proveCluster(world.cloud, recordsOf(world.cloud), id)).toEqual({
      targetCluster: { name: 'dev', created: true, matchesBlueprint: true, differences: [] },
    });
    const devices = devicesOf(world.cloud);
    const [there, here] = [await volumesOfClaims(world.source), await volumesOfClaims(world.target)];
    for (const claim of CLAIMS) {
      const given = contentsOf(devices, there.get(`shop/${claim}`)!);
      expect(
        contentsOf(devices, here.get(`shop/${claim}`)!)
          .subarray(0, given.length)
          .equals(given),
        claim,
      ).toBe(true);
    }
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'shop', name: 'orders' };
    expect((await world.target.get(account))?.metadata.annotations).toMatchObject({
      'azure.workload.identity/client-id': 'd5e6f708-1b2c-4d3e-9f40-5b6c7d8e9fa0',
    });

    const record = await findRecord<object>(recordsOf(world.cloud), keysOf(id).clone);
    const rolledBack = await startExecution(world.cloud, 'kubeferry-roll-back', { ...record, failure: null });
    expect((await rolledBack.ended()).status).toBe('SUCCEEDED');
    expect(await everything()).toEqual(before);
  }, 240_000);
});
