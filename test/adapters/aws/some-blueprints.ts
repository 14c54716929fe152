import fc from 'fast-check';
import type { Member, Route } from '../../../core/base/request/route.ts';
import { Blueprint } from '../../../core/plan/cluster/blueprint.ts';
import { networkOf } from '../../../emulator/aws/ec2/network.ts';
import { SOURCE, TARGET } from './small-cloud.ts';

export const NAME = 'shop';
export const role = ({ account }: Member, name: string) => `arn:aws:iam::${account}:role/${name}`;
const key = ({ account, region }: Member) =>
  `arn:aws:kms:${region}:${account}:key/00000000-1111-2222-3333-444444444444`;
export const subnets = ({ account, region }: Member) =>
  networkOf(account, region)
    .subnets.map(({ id }) => id)
    .toSorted();

const ROLES = ['node', 'web', 'db', 'admin', 'dev', 'karpenter'];
/** Launch templates of the two accounts. */
export const TEMPLATES = { source: 'lt-0aaaaaaaaaaaaaaaa', target: 'lt-0bbbbbbbbbbbbbbbb' };

export const create = {
  roleArn: role(TARGET, 'control-plane'),
  subnetIds: subnets(TARGET),
  securityGroupIds: [],
  serviceAccountRoles: 'oidc-provider' as const,
  map: Object.fromEntries([
    [TEMPLATES.source, TEMPLATES.target],
    [key(SOURCE), key(TARGET)],
    ...ROLES.map((name) => [role(SOURCE, name), role(TARGET, `${name}-target`)]),
  ]) as Record<string, string | null>,
};
export const route = (more: Partial<typeof create> = {}): Route => ({
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

export const blueprints = fc
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
      oidcProvider: fc.record({ clientIds: fc.constant(['sts.amazonaws.com']), tags: labels }),
      controlPlaneEgressMode: fc.constantFrom('AWS_MANAGED', 'CUSTOMER_ROUTED'),
      zonalShiftConfig: fc.record({ enabled: fc.boolean() }),
      controlPlaneScalingConfig: fc.record({ tier: fc.constantFrom('standard', 'tier-xl') }),
      kubeApiServerConfig: maybe(
        fc.constant({ eventTtl: '2h', serviceNodePortRange: { minPort: 30000, maxPort: 31000 } }),
      ),
      autoMode: maybe(fc.record({ nodePools: fc.subarray(['general-purpose', 'system']), nodeRoleArn: someRole })),
      tags: labels,
    }),
    nodegroups: unique(
      fc
        .record({
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
          nodeRepairConfig: maybe(fc.constant({ enabled: true, maxParallelNodesRepairedCount: 2 })),
          warmPoolConfig: maybe(fc.constant({ enabled: true, minSize: 1, reuseOnScaleIn: false })),
          capacityType: fc.constantFrom('ON_DEMAND', 'SPOT'),
          disk: fc.oneof(
            fc.record({ diskSize: fc.integer({ min: 20, max: 200 }) }),
            fc.constant({ launchTemplate: { id: TEMPLATES.source } }),
          ),
          labels,
          taints: fc.array(fc.record({ key: name, value: name, effect: fc.constant('NO_SCHEDULE') }), { maxLength: 2 }),
          updateConfig: fc.constant({ maxUnavailable: 2, updateStrategy: 'MINIMAL' }),
          tags: labels,
        })
        .map(({ disk, ...group }) => ({ ...group, ...disk })),
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
        namespace: maybe(fc.constant('system-addons')),
        configurationValues: maybe(fc.constantFrom('{"replicaCount":3}', `{"role":"${role(SOURCE, 'web')}"}`)),
        podIdentities: fc.constantFrom([], [{ serviceAccount: 'aws-node', roleArn: role(SOURCE, 'node') }]),
        tags: labels,
      }),
      (addon) => addon.name,
      1,
    ),
    accessEntries: unique(
      fc.oneof(
        // Nodes of Karpenter, say: EKS makes such entries for its own nodes only.
        fc.record({
          principalArn: fc.constant(role(SOURCE, 'karpenter')),
          type: fc.constantFrom('EC2_LINUX', 'EC2_WINDOWS'),
          tags: labels,
        }),
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
      ),
      (entry) => entry.principalArn,
    ),
    podIdentities: unique(
      fc
        .record({
          namespace: fc.constant('shop'),
          serviceAccount: name,
          roleArn: someRole,
          rights: fc.constantFrom({}, { disableSessionTags: true, policy: `{"Resource":"${role(SOURCE, 'web')}"}` }),
          tags: labels,
        })
        .map(({ rights, ...identity }) => ({ ...identity, ...rights })),
      (identity) => identity.serviceAccount,
    ),
  })
  .map((value) => Blueprint.parse(JSON.parse(JSON.stringify(value))))
  .filter(
    ({ cluster, nodegroups, fargateProfiles }) =>
      Boolean(cluster.autoMode) || nodegroups.length + fargateProfiles.length > 0,
  )
  // Whoever has associations has the agent for them.
  .map((blueprint) => (blueprint.cluster.autoMode ? blueprint : withAgent(blueprint)));

function withAgent(blueprint: Blueprint): Blueprint {
  const agent = { name: 'eks-pod-identity-agent', version: '', podIdentities: [], tags: {} };
  return { ...blueprint, addons: [...blueprint.addons, agent].toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
