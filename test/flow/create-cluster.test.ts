import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { proveCluster } from '../../cli/demo/prove-cluster.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { findRecord } from '../../core/clone/records.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { listAccounts } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

const MAKE = { target: { createCluster: true } };
/** What fails, and what was made by then. */
const CALLS = ['eks:CreateCluster', 'eks:CreateNodegroup', 'eks:CreateAddon', 'lambda:complete-cluster'];

let small: SmallCloud;
let before: { accounts: string[]; source: Map<string, string> };
beforeAll(async () => {
  small = await startSmallCloud(200, { targetCluster: false });
  recordsOf(small.cloud);
  before = { accounts: await listEverything(), source: await fingerprintCluster(small.source) };
});
afterAll(() => small?.stop());

/** Clusters, their nodes, volumes and snapshots of both accounts. */
async function listEverything(): Promise<string[]> {
  const { ec2, accounts } = small.cloud;
  const { id: account, region, credentials } = accounts.target;
  const factory = eksClusterFactory({ account, region, roleArn: 'admin', credentials: async () => credentials });
  const nodes = [...ec2.place(account, region).instances.keys()];
  return [...listAccounts(small.cloud), ...nodes, ...((await factory.read('dev')) ? ['cluster dev'] : [])];
}

const planOf = (name: string) => findRecord<Plan>(recordsOf(small.cloud), keysOf(name).plan);

describe('a target account without a cluster', () => {
  it('gets none when only a plan is wanted; the plan lists what would be made', async () => {
    const ended = await small.clone({ ...MAKE, mode: 'plan' });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect((await planOf(ended.name))?.cluster).toMatchObject({
      name: 'dev',
      blueprint: { cluster: { authenticationMode: 'API' }, nodegroups: [{ name: 'default' }] },
      creates: expect.arrayContaining([{ kind: 'cluster', name: 'dev' }]),
    });
    expect(await listEverything()).toEqual(before.accounts);
  });

  it.each(CALLS)('is as it was before when %s fails for good', async (on) => {
    small.cloud.addFault({ on, nth: 1, effect: { kind: 'error', code: 'AccessDenied', message: 'injected' } });
    expect(await small.clone({ ...MAKE, ...into('failed') })).toMatchObject({ status: 'FAILED' });
    expect(await listEverything()).toEqual(before.accounts);
    expect(await fingerprintCluster(small.source)).toEqual(before.source);
  });

  it('gets one that is as its blueprint says, with the workload in it, though functions lose their answers', async () => {
    for (const nth of [1, 3]) small.cloud.addFault({ on: 'lambda:make-cluster', nth, effect: { kind: 'kill-after' } });
    const from = small.cloud.calls.length;
    const ended = await small.clone({ ...MAKE, ...into('first') });
    expect(ended.cause).toBeUndefined();
    expect(await proveCluster(small.cloud, recordsOf(small.cloud), ended.name)).toEqual({
      targetCluster: { name: 'dev', created: true, matchesBlueprint: true, differences: [] },
    });
    expect(small.cloud.calls.slice(from).filter(({ action }) => action === 'eks:CreateCluster')).toHaveLength(1);
    expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
  });

  it('keeps it when a later run fails, which made nothing of it', async () => {
    small.cloud.addFault({
      on: 'lambda:verify-clone',
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    const ended = await small.clone({ ...MAKE, ...into('second') });
    expect(ended).toMatchObject({ status: 'FAILED' });
    expect((await planOf(ended.name))?.cluster).toBeUndefined();
    expect(small.cloud.clusters.target.running.endpoint).toMatch(/^https/);
  });
});
