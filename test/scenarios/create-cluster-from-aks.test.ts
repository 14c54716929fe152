import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { FROM_AKS } from '../../cli/demo/aks.ts';
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
import { factoryOf } from './grown-source.ts';

const ROLE = 'arn:aws:iam::444455556666:role';
const CLAIMS = ['data-orders-0', 'data-orders-1', 'catalog-files'];
/** What Azure says of the source; then nothing, a part and all of the cluster is there. */
const CALLS = ['azure:managedClusters-read', 'eks:CreateNodegroup', 'eks:CreateAddon', 'lambda:complete-cluster'];

let world: Omit<SmallCloud, 'clone'>;
let before: unknown;
beforeAll(async () => {
  world = await startFromAks(
    200,
    currentAssembly(() => {}, FROM_AKS),
    'none',
  );
  recordsOf(world.cloud);
  before = await everything();
});
afterAll(() => world?.stop());

/** The source, the disks in Azure, and what both accounts hold. */
async function everything() {
  const { id, region } = world.cloud.accounts.target;
  return {
    source: [...(await fingerprintCluster(world.source))],
    accounts: listAccounts(world.cloud),
    nodes: [...world.cloud.ec2.place(id, region).instances.keys()],
    cluster: await describeTarget(),
  };
}

const describeTarget = () => factoryOf(world.cloud, 'target').read('dev');
const planOf = (id: string) => findRecord<Plan>(recordsOf(world.cloud), keysOf(id).plan);

async function sail(request: object = {}) {
  const asked = { selection: { namespaces: ['shop'] }, target: { createCluster: true }, ...request };
  const execution = await startExecution(world.cloud, ROUTE, asked);
  return { ...(await execution.ended()), id: execution.name };
}

describe('an account without a cluster, on a route from AKS,', () => {
  it('gets none when only a plan is wanted, which lists what would be made and names what is of Azure alone', async () => {
    const { id, status } = await sail({ mode: 'plan' });
    expect(status).toBe('SUCCEEDED');
    const plan = await planOf(id);
    expect(plan?.cluster).toMatchObject({
      name: 'dev',
      blueprint: {
        cluster: { version: '1.34' },
        nodegroups: [
          { name: 'batch', capacityType: 'SPOT', scaling: { desiredSize: 0 } },
          { name: 'shop', instanceTypes: ['m6i.xlarge'], scaling: { minSize: 2, maxSize: 5, desiredSize: 2 } },
        ],
      },
      creates: expect.arrayContaining([
        { kind: 'cluster', name: 'dev' },
        { kind: 'access-entry', name: `${ROLE}/dev-admins` },
        { kind: 'pod-identity', name: 'shop/orders' },
      ]),
    });
    const named = plan?.findings.filter(({ severity }) => severity === 'warning').map(({ path }) => path);
    expect(named).toEqual(expect.arrayContaining(['/addons/azureKeyvaultSecretsProvider', '/addons/omsagent']));
    expect(await everything()).toEqual(before);
  });

  it.each(CALLS)('is as it was before when %s fails for good', async (on) => {
    const effect = { kind: 'error', code: 'AccessDenied', message: 'injected', status: 403 } as const;
    const takeBack = world.cloud.addFault({ on, nth: 1, effect });
    const ended = await sail();
    takeBack();
    expect(ended).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('injected') });
    expect(await everything()).toEqual(before);
  });

  // Promise: aks-cluster-copied, killed-anywhere
  it('gets one that is as its blueprint says, with the workload and the bytes of its disks, though functions lose their answers', async () => {
    for (const on of [
      'lambda:make-cluster',
      'lambda:fill-cluster',
      'lambda:complete-cluster',
      'azure:managedClusters-read',
    ])
      world.cloud.addFault({ on, nth: 1, effect: { kind: 'kill-after' } });
    const from = world.cloud.calls.length;
    const { id, status, cause } = await sail();
    expect(cause).toBeUndefined();
    expect(status).toBe('SUCCEEDED');
    expect(await proveCluster(world.cloud, recordsOf(world.cloud), id)).toEqual({
      targetCluster: { name: 'dev', created: true, matchesBlueprint: true, differences: [] },
    });
    const calls = world.cloud.calls.slice(from);
    expect(calls.filter(({ action }) => action === 'eks:CreateCluster')).toHaveLength(1);
    expect(calls.filter(({ allowed }) => !allowed)).toEqual([]);
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
    expect((await describeTarget())?.podIdentities).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ serviceAccount: 'orders', roleArn: `${ROLE}/dev-orders` }),
        expect.objectContaining({ serviceAccount: 'ebs-csi-controller-sa', roleArn: `${ROLE}/dev-ebs-csi` }),
      ]),
    );
    const account = await world.target.get({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      namespace: 'shop',
      name: 'orders',
    });
    expect(account?.metadata.annotations ?? {}).toEqual(
      expect.not.objectContaining({ 'eks.amazonaws.com/role-arn': expect.anything() }),
    );

    const record = await findRecord<object>(recordsOf(world.cloud), keysOf(id).clone);
    const rolledBack = await startExecution(world.cloud, 'kubeferry-roll-back', { ...record, failure: null });
    expect((await rolledBack.ended()).status).toBe('SUCCEEDED');
    expect(await everything()).toEqual(before);
  }, 240_000);
});
