/** A cluster that is made, and taken back, in an EKS and an IAM whose first looks all come too early. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eksClusterFactory } from '../../../adapters/aws/cluster-factory.ts';
import { iamIdentity } from '../../../adapters/aws/identity.ts';
import type { ClusterFactory } from '../../../core/base/ports/cluster-factory.ts';
import { PARTS } from '../../../core/base/ports/create-request.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { completeCluster, makeCluster } from '../../../core/execute/cluster/make-cluster.ts';
import { PART_STAGES, type Stage } from '../../../core/execute/cluster/stages.ts';
import { rollBackCluster } from '../../../core/execute/undo/roll-back-cluster.ts';
import { createRequests } from '../../../core/plan/cluster/create-requests.ts';
import { type ClusterPlan, planCluster } from '../../../core/plan/cluster/plan-cluster.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';
import { blueprints, NAME, route, TEMPLATES } from './some-blueprints.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let target: ClusterFactory;
let plan: ClusterPlan;
let waits = 0;
beforeAll(async () => {
  cloud = await startSmallCloud({ eventual: true });
  const source = eksClusterFactory(await cloud.session(SOURCE));
  target = eksClusterFactory(await cloud.session(TARGET));
  for (const [side, { account, region }] of Object.entries({ source: SOURCE, target: TARGET })) {
    const id = TEMPLATES[side as keyof typeof TEMPLATES];
    cloud.state.place(account, region).launchTemplates.set(id, { id, name: 'nodes' });
  }
  const withPolicies = blueprints.filter(({ accessEntries }) =>
    accessEntries.some(({ policies }) => policies.length > 0),
  );
  const [blueprint] = fc.sample(withPolicies, { numRuns: 1, seed: 8 });
  const requests = createRequests(NAME, blueprint!, { cloneId: 'by-hand', route: '' });
  for (const { kind, name, input } of requests.toSorted((a, b) => PARTS.indexOf(a.kind) - PARTS.indexOf(b.kind))) {
    const { addonVersion: _, ...rest } = input as { addonVersion?: string };
    await source.create({ kind, name, input: { ...rest, ...('tags' in rest ? { tags: {} } : {}) } });
    await cloud.clock.sleep(600_000);
  }
  plan = (await patiently(() => planCluster(route(), 'run-1', source, target))).plan;
});
afterAll(() => cloud.stop());

/** As the machine asks again, every 15 seconds, and no longer than it does. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 240; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if ((error as Error).name !== 'NotYet' || left === 0) throw error;
      waits += 1;
      await cloud.clock.sleep(15_000);
    }
  }
}

const STAGES: Stage[] = ['cluster', ...PART_STAGES];
const make = (stage: Stage) =>
  patiently(() => makeCluster(target, plan, { cloneId: 'run-1', route: 'there' }, stage, async () => false));

it('is made as its blueprint says, and taken for that by the comparison', async () => {
  for (const stage of STAGES) await make(stage);
  waits = 0;
  expect(await patiently(() => completeCluster(target, plan))).toEqual({ matchesBlueprint: true, differences: [] });
  // The policies were not shown at once.
  expect(waits).toBeGreaterThan(0);
});

it.each(['cluster', 'nodes', 'add-ons', 'access'] as const)(
  'is removed completely right after its stage %s',
  async (last) => {
    const name = 'kubeferry';
    const stages = STAGES;
    plan = { ...plan, name };
    for (const stage of stages.slice(0, stages.indexOf(last) + 1)) await make(stage);
    const made = await patiently(() => target.read(name));
    const { issuer } = (made!.cluster as { identity: { oidc: { issuer: string } } }).identity.oidc;
    const clone = { cloneId: 'run-1', route: { ...route(), target: { ...route().target, cluster: name } } } as Clone;
    const nobody = () => Promise.reject(new Error('the cluster is not ready'));
    await patiently(() => rollBackCluster(target, nobody, memoryObjectStore(), clone));
    expect(await target.read(name)).toBeUndefined();
    await cloud.clock.sleep(600_000);
    expect(await iamIdentity(await cloud.session(TARGET)).oidcProvider(issuer)).toBeUndefined();
  },
);
