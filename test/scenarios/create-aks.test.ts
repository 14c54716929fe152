import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { NEW_AKS } from '../../cli/demo/aks.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { contentsOf, volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { proveCluster } from '../../cli/demo/prove-cluster.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { listAccounts } from '../flow/listing.ts';
import { type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';

let world: SmallCloud;
let before: unknown;
beforeAll(async () => {
  const assembly = currentAssembly(() => {}, NEW_AKS);
  world = await startSmallCloud(200, { targetCluster: false, assembly, eventual: false });
  recordsOf(world.cloud);
  before = await everything();
});
afterAll(() => world?.stop());

/** The source, and what both accounts and the subscription hold. */
const everything = async () => ({
  source: [...(await fingerprintCluster(world.source))],
  accounts: listAccounts(world.cloud),
  azure: world.cloud.azure?.inventory(),
});
const making = (request: object = {}) => world.clone({ target: { createCluster: true }, ...request });
const writes = (from: number) =>
  world.cloud.calls.slice(from).filter(({ operation }) => operation === 'managedClusters-write');

describe('a subscription without a cluster, on a route from EKS,', () => {
  it('gets none when only a plan is wanted, which lists what would be made', async () => {
    const { name, status } = await making({ mode: 'plan' });
    expect(status).toBe('SUCCEEDED');
    const plan = await findRecord<Plan>(recordsOf(world.cloud), keysOf(name).plan);
    expect(plan?.cluster).toMatchObject({
      cloud: 'azure',
      name: 'shop',
      blueprint: { nodePools: [{ name: 'default', mode: 'System', vmSize: 'Standard_D2ps_v5' }] },
      creates: [
        { kind: 'cluster', name: 'shop' },
        { kind: 'node-pool', name: 'default' },
      ],
    });
    expect(await everything()).toEqual(before);
  });

  it.each(['azure:managedClusters-write', 'azure:managedClusters-provision', 'lambda:complete-cluster'])(
    'is as it was before when %s fails for good',
    async (on) => {
      const effect = { kind: 'error', code: 'AuthorizationFailed', message: 'injected', status: 403 } as const;
      const takeBack = world.cloud.addFault({ on, nth: 1, effect });
      const ended = await making();
      takeBack();
      expect(ended).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('injected') });
      expect(await everything()).toEqual(before);
    },
    120_000,
  );

  // Promise: killed-anywhere
  it('gets one that is as its blueprint says, with the bytes of its disks, though functions and calls lose their answers', async () => {
    for (const on of [
      'lambda:make-cluster',
      'lambda:fill-cluster',
      'lambda:complete-cluster',
      'azure:managedClusters-write',
    ])
      world.cloud.addFault({ on, nth: 1, effect: { kind: 'kill-after' } });
    const from = world.cloud.calls.length;
    const { name, status, cause } = await making();
    expect(cause).toBeUndefined();
    expect(status).toBe('SUCCEEDED');
    expect(await proveCluster(world.cloud, recordsOf(world.cloud), name)).toEqual({
      targetCluster: { name: 'shop', created: true, matchesBlueprint: true, differences: [] },
    });
    // One that makes it, and one that marks it as ready.
    expect(writes(from)).toHaveLength(2);
    const devices = devicesOf(world.cloud);
    const [there, here] = [await volumesOfClaims(world.source), await volumesOfClaims(world.target)];
    for (const claim of ['small/data-db-0', 'small/files']) {
      const given = contentsOf(devices, there.get(claim)!);
      const copied = contentsOf(devices, here.get(claim)!).subarray(0, given.length);
      expect(copied.equals(given), claim).toBe(true);
    }
    const record = await findRecord<object>(recordsOf(world.cloud), keysOf(name).clone);
    const rolledBack = await startExecution(world.cloud, 'kubeferry-roll-back', { ...record, failure: null });
    expect((await rolledBack.ended()).status).toBe('SUCCEEDED');
    expect(await everything()).toEqual(before);
  }, 240_000);
});
