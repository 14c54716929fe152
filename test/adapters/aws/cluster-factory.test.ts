import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eksClusterFactory } from '../../../adapters/aws/cluster-factory.ts';
import type { Member, Route } from '../../../core/clone/route.ts';
import { Blueprint } from '../../../core/cluster/blueprint.ts';
import { compareBlueprints } from '../../../core/cluster/compare.ts';
import { createRequests, PARTS } from '../../../core/cluster/create-requests.ts';
import { completeCluster, makeCluster, STAGES, type Stage } from '../../../core/cluster/make-cluster.ts';
import { planCluster } from '../../../core/cluster/plan-cluster.ts';
import { readBlueprint } from '../../../core/cluster/read-blueprint.ts';
import type { ClusterFactory } from '../../../core/ports/cluster-factory.ts';
import { networkOf } from '../../../local/aws/ec2/network.ts';
import { SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';

const NAME = 'shop';
let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let source: ClusterFactory;
let target: ClusterFactory;
beforeAll(async () => {
  cloud = await startSmallCloud();
  source = eksClusterFactory(await cloud.session(SOURCE));
  target = eksClusterFactory(await cloud.session(TARGET));
});
afterAll(() => cloud.stop());

const role = ({ account }: Member, name: string) => `arn:aws:iam::${account}:role/${name}`;
const key = ({ account, region }: Member) =>
  `arn:aws:kms:${region}:${account}:key/00000000-1111-2222-3333-444444444444`;
const subnets = ({ account, region }: Member) =>
  networkOf(account, region)
    .subnets.map(({ id }) => id)
    .toSorted();

const ROLES = ['node', 'web', 'db', 'admin', 'dev'];
const create = {
  roleArn: role(TARGET, 'control-plane'),
  subnetIds: subnets(TARGET),
  securityGroupIds: [],
  map: Object.fromEntries([
    [key(SOURCE), key(TARGET)],
    ...ROLES.map((name) => [role(SOURCE, name), role(TARGET, `${name}-target`)]),
  ]) as Record<string, string | null>,
};
const route = (more: Partial<typeof create> = {}): Route => ({
  name: 'there',
  source: SOURCE,
  target: { ...TARGET, kmsKeyArn: key(TARGET), create: { ...create, ...more } },
  mayQuiesce: false,
  limits: {},
  defaults: {},
});

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const someRole = fc.constantFrom(...ROLES.map((each) => role(SOURCE, each)));
const labels = fc.dictionary(name, name, { maxKeys: 3 });
const unique = <T>(item: fc.Arbitrary<T>, selector: (value: T) => string, maxLength = 3) =>
  fc
    .uniqueArray(item, { selector, maxLength })
    .map((items) => items.toSorted((a, b) => (selector(a) < selector(b) ? -1 : 1)));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const blueprints = fc
  .record({
    cluster: fc.record({
      version: fc.constantFrom('1.34', '1.35', '1.36', '1.37'),
      roleArn: fc.constant(role(SOURCE, 'control-plane')),
      subnetIds: fc.constant(subnets(SOURCE)),
      endpoint: fc.oneof(
        fc.record({
          public: fc.constant(true),
          private: fc.boolean(),
          publicCidrs: fc.constant(['10.1.0.0/16', '10.2.0.0/16']),
        }),
        fc.constant({ public: false, private: true, publicCidrs: [] }),
      ),
      ipFamily: fc.constant('ipv4'),
      serviceIpv4Cidr: fc.constantFrom('172.20.0.0/16', '10.100.0.0/16'),
      authenticationMode: fc.constant('API'),
      logging: fc.subarray(['api', 'audit', 'scheduler']),
      secretsKeyArn: maybe(fc.constant(key(SOURCE))),
      supportType: fc.constantFrom('STANDARD', 'EXTENDED'),
      autoMode: maybe(fc.record({ nodePools: fc.subarray(['general-purpose', 'system']), nodeRoleArn: someRole })),
      tags: labels,
    }),
    nodegroups: unique(
      fc.record({
        name,
        nodeRole: someRole,
        subnets: fc.constant(subnets(SOURCE)),
        // Nobody runs Kubernetes here, so no node can join.
        scaling: fc.record({
          minSize: fc.constant(0),
          maxSize: fc.integer({ min: 1, max: 9 }),
          desiredSize: fc.constant(0),
        }),
        instanceTypes: fc.constantFrom(['m7g.large'], ['c7g.xlarge', 'c7g.large']),
        amiType: fc.constantFrom('AL2023_ARM_64_STANDARD', 'BOTTLEROCKET_x86_64'),
        capacityType: fc.constantFrom('ON_DEMAND', 'SPOT'),
        diskSize: fc.integer({ min: 20, max: 200 }),
        labels,
        taints: fc.array(fc.record({ key: name, value: name, effect: fc.constant('NO_SCHEDULE') }), { maxLength: 2 }),
        updateConfig: fc.constant({ maxUnavailable: 2 }),
        tags: labels,
      }),
      (group) => group.name,
    ),
    fargateProfiles: unique(
      fc.record({
        name,
        podExecutionRoleArn: someRole,
        subnets: fc.constant(subnets(SOURCE)),
        selectors: fc.array(fc.record({ namespace: name, labels }), { minLength: 1, maxLength: 2 }),
        tags: labels,
      }),
      (profile) => profile.name,
      2,
    ),
    addons: unique(
      fc.record({
        name: fc.constantFrom('coredns', 'metrics-server', 'vpc-cni'),
        version: fc.constant(''),
        configurationValues: maybe(fc.constantFrom('{"replicaCount":3}', `{"role":"${role(SOURCE, 'web')}"}`)),
        podIdentities: fc.constantFrom([], [{ serviceAccount: 'aws-node', roleArn: role(SOURCE, 'node') }]),
        tags: labels,
      }),
      (addon) => addon.name,
      1,
    ),
    accessEntries: unique(
      fc.record({
        principalArn: fc.constantFrom(role(SOURCE, 'admin'), role(SOURCE, 'dev')),
        type: fc.constant('STANDARD'),
        username: maybe(name),
        kubernetesGroups: fc.uniqueArray(name, { maxLength: 2 }),
        policies: fc.constantFrom(
          [],
          [{ policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', namespaces: ['shop'] }],
          [{ policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' }],
        ),
        tags: labels,
      }),
      (entry) => entry.principalArn,
    ),
    podIdentities: unique(
      fc.record({ namespace: fc.constant('shop'), serviceAccount: name, roleArn: someRole, tags: labels }),
      (identity) => identity.serviceAccount,
    ),
  })
  .map((value) => Blueprint.parse(JSON.parse(JSON.stringify(value))));

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if ((error as Error).name !== 'NotYet') throw error;
      await cloud.clock.sleep(60_000);
    }
  }
}

/** A cluster of the source account, made by hand: without the tags of kubeferry. */
async function makeSource(blueprint: Blueprint): Promise<void> {
  const requests = createRequests(NAME, blueprint, 'by-hand').toSorted(
    (a, b) => PARTS.indexOf(a.kind) - PARTS.indexOf(b.kind),
  );
  for (const { kind, name: part, input } of requests) {
    const { addonVersion: _, ...rest } = input as { addonVersion?: string; tags?: Record<string, string> };
    const tags = Object.fromEntries(Object.entries(rest.tags ?? {}).filter(([tag]) => !tag.startsWith('kubeferry:')));
    await source.create({ kind, name: part, input: { ...rest, ...(rest.tags ? { tags } : {}) } });
    await cloud.clock.sleep(600_000);
  }
}

async function remove(factory: ClusterFactory): Promise<void> {
  for (const group of (await factory.read(NAME))?.nodegroups ?? [])
    await factory.deleteNodegroup(NAME, String(group.nodegroupName));
  for (const profile of (await factory.read(NAME))?.fargateProfiles ?? []) {
    await factory.deleteFargateProfile(NAME, String(profile.fargateProfileName));
    await cloud.clock.sleep(600_000);
  }
  await cloud.clock.sleep(600_000);
  await factory.deleteCluster(NAME);
  await cloud.clock.sleep(600_000);
}

describe('a cluster made from another', () => {
  it('is described as its original, but for what the route maps', async () => {
    await fc.assert(
      fc.asyncProperty(blueprints, async (blueprint) => {
        await makeSource(blueprint);
        const { plan, findings } = await planCluster(route(), 'run-1', source, target);
        expect(findings).toEqual([]);
        for (const stage of Object.keys(STAGES) as Stage[])
          await patiently(() => makeCluster(target, plan, 'run-1', stage));
        expect(await completeCluster(target, plan)).toEqual({ matchesBlueprint: true, differences: [] });

        const text = JSON.stringify(readBlueprint(NAME, (await target.read(NAME))!).blueprint);
        const back = Object.entries(create.map).reduce((all, [from, to]) => all.replaceAll(to!, from), text);
        const original = readBlueprint(NAME, (await source.read(NAME))!).blueprint;
        const home = JSON.parse(back.replaceAll(create.roleArn, original.cluster.roleArn)) as Blueprint;
        const network = JSON.stringify(subnets(TARGET));
        const brought = JSON.parse(
          JSON.stringify(home).replaceAll(network, JSON.stringify(subnets(SOURCE))),
        ) as Blueprint;
        expect(compareBlueprints(original, brought)).toEqual({ matchesBlueprint: true, differences: [] });
        await remove(source);
        await remove(target);
      }),
      { numRuns: 10 },
    );
  });
});
