import { describe, expect, it } from 'vitest';
import { planCluster } from '../../../../core/plan/cluster/plan-cluster.ts';
import { plannedFacts } from '../../../../core/plan/cluster/planned-facts.ts';
import type { ClusterFacts } from '../../../../core/translate/context.ts';
import { description, role, route, SOURCE, source, TARGET, target } from './some-cluster.ts';

const told = async (create: Parameters<typeof route>[0] = {}) => {
  const { findings } = await planCluster(route(create), 'run-1', source, target);
  return findings.map(({ severity, path, current, proposed }) => ({ severity, path, current, proposed }));
};

describe('what belongs to the source account or Region', () => {
  // Promise: refuses-unmapped-blueprint
  it('is a blocker that names the field, and offers what the target has', async () => {
    const blockers = (await told()).filter(({ severity }) => severity === 'blocker');
    expect(blockers.map(({ path, current }) => [path, current])).toEqual([
      ['/nodegroups/web/nodeRole', role(SOURCE, 'node')],
      ['/nodegroups/web/launchTemplate/id', 'lt-0123456789abcdef0'],
      ['/addons/efs/configurationValues', role(SOURCE, 'efs')],
      ['/addons/efs/configurationValues', 'sg-0123456789abcdef0'],
      [`/accessEntries/${role(SOURCE, 'admin')}`.replaceAll('.', '/'), role(SOURCE, 'admin')],
    ]);
    expect(blockers[3]?.proposed).toEqual(['sg-0a (default, vpc-1)']);
    expect(blockers[1]?.proposed).toEqual(['lt-0a (nodes)']);
    // Only roles that nodes may take, and that of the same name first.
    expect(blockers[0]?.proposed).toEqual([role(TARGET, 'node'), role(TARGET, 'other-node')]);
  });

  it('is replaced, or left out, as the route says', async () => {
    const map = {
      [role(SOURCE, 'node')]: role(TARGET, 'node'),
      'lt-0123456789abcdef0': 'lt-0fedcba9876543210',
      [role(SOURCE, 'efs')]: role(TARGET, 'efs'),
      'sg-0123456789abcdef0': 'sg-0a',
      [role(SOURCE, 'admin')]: null,
    };
    const { plan, findings } = await planCluster(route({ map }), 'run-1', source, target);
    expect(findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain(SOURCE);
    expect(plan.blueprint).toMatchObject({
      nodegroups: [{ launchTemplate: { id: 'lt-0fedcba9876543210' }, subnets: ['subnet-0a', 'subnet-0b'] }],
      accessEntries: [],
    });
    expect(plan.zones).toEqual(['eu-west-1a', 'eu-west-1b']);
  });

  it('is refused when a subnet does not exist, or all are in one zone', async () => {
    const missing = await told({ subnetIds: ['subnet-0a', 'subnet-0c'] });
    expect(missing.find(({ path }) => path === '/cluster/subnetIds')).toMatchObject({
      severity: 'blocker',
      current: 'subnet-0c',
      proposed: ['subnet-0a (eu-west-1a, vpc-1)', 'subnet-0b (eu-west-1b, vpc-1)'],
    });
    const narrow = await told({ subnetIds: ['subnet-0a', 'subnet-0a'] });
    expect(narrow.find(({ path }) => path === '/cluster/subnetIds')).toMatchObject({ severity: 'blocker' });
  });
});

describe('what cannot be carried over', () => {
  // Promise: skips-unmapped-cluster-parts
  it('is a warning for each field that is set and unknown, and none for what is off', async () => {
    const warnings = (await told()).filter(({ severity }) => severity === 'warning');
    expect(warnings.map(({ path }) => path)).toEqual(['/cluster/remoteNetworkConfig', '/cluster/someNewFeature']);
    const { findings } = await planCluster(route(), 'run-1', source, target);
    expect(findings.find(({ path }) => path === '/cluster/remoteNetworkConfig')?.sentence).toMatch(
      /^Hybrid nodes stay/,
    );
  });

  it('is told where an add-on has no such version, and where deletion is protected', async () => {
    const infos = (await told()).filter(({ severity }) => severity === 'info');
    expect(infos).toEqual([
      { severity: 'info', path: '/cluster/deletionProtection', current: undefined, proposed: undefined },
      {
        severity: 'info',
        path: '/addons/coredns/version',
        current: 'v1.12.3-eksbuild.1',
        proposed: 'v1.13.1-eksbuild.1',
      },
    ]);
  });
});

describe('the issuer of the source', () => {
  const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/ABCDEF';
  const oidcProvider = {
    arn: `arn:aws:iam::${SOURCE}:oidc-provider/${issuer}`,
    clientIds: ['sts.amazonaws.com'],
    tags: {},
  };
  const addons = [
    { addonName: 'coredns', addonVersion: 'v1.13.1-eksbuild.1', configurationValues: `{"issuer":"https://${issuer}"}` },
  ];
  const planned = (create: Parameters<typeof route>[0]) =>
    planCluster(route(create), 'run-1', { read: async () => ({ ...description, oidcProvider, addons }) }, target);

  it.each([
    [undefined, 'warning'],
    ['pod-identity', 'info'],
  ] as const)('is told with its provider when the route chooses %s', async (serviceAccountRoles, severity) => {
    const { plan, findings } = await planned(serviceAccountRoles ? { serviceAccountRoles } : {});
    expect(findings.filter(({ path }) => path === '/cluster/oidcProvider')).toMatchObject([{ severity }]);
    expect(plan.blueprint.cluster.oidcProvider).toBeUndefined();
  });

  it('gives the new cluster a provider when the route chooses so, and is a blocker where an add-on names it', async () => {
    const { plan, findings } = await planned({ serviceAccountRoles: 'oidc-provider' });
    expect(plan.blueprint.cluster.oidcProvider).toEqual({ clientIds: ['sts.amazonaws.com'], tags: {} });
    expect(findings.filter(({ path }) => path.includes('addons/coredns'))).toMatchObject([
      { severity: 'blocker', current: issuer },
    ]);
  });
});

describe('what the target account has not', () => {
  const withTypes = (instanceTypes: string[]) => ({
    read: async () => ({ ...description, nodegroups: [{ ...description.nodegroups[0], instanceTypes }] }),
  });
  const findingsAt = async (field: string, types: string[], create: Parameters<typeof route>[0] = {}) => {
    const { findings } = await planCluster(route(create), 'run-1', withTypes(types), target);
    return findings.filter(({ path }) => path === field).map(({ severity, current }) => [severity, current]);
  };
  const AT = '/nodegroups/web/instanceTypes';

  it('is a blocker for an instance type, unless the group has another one or the route maps it', async () => {
    expect(await findingsAt(AT, ['x9.large'])).toEqual([['blocker', 'x9.large']]);
    expect(await findingsAt(AT, ['x9.large', 'm7g.large'])).toEqual([['warning', 'x9.large']]);
    expect(await findingsAt(AT, ['x9.large'], { map: { 'x9.large': 'm7g.large' } })).toEqual([]);
  });

  it('is one blocker for a version of Kubernetes that EKS does not offer, and not one for each add-on', async () => {
    const addons = ['coredns', 'kube-proxy', 'vpc-cni'].map((addonName) => ({ addonName, addonVersion: 'v1' }));
    const old = { read: async () => ({ ...description, addons }) };
    const { findings } = await planCluster(route({ version: '1.24' }), 'run-1', old, {
      ...target,
      addonVersions: async () => [],
    });
    const about = findings.filter(({ path }) => /version/.test(path ?? ''));
    expect(about).toMatchObject([
      {
        severity: 'blocker',
        path: '/cluster/version',
        current: '1.24',
        sentence: expect.stringContaining('target.create.version'),
      },
    ]);
  });

  it('is a blocker for a role that does not exist, and for one that its service may not take', async () => {
    const gone = role(TARGET, 'gone');
    expect(await findingsAt('/cluster/roleArn', [], { roleArn: gone })).toEqual([['blocker', gone]]);
    const nodes = role(TARGET, 'untrusted');
    expect(await findingsAt('/cluster/nodeRoleArn', [], { nodeRoleArn: nodes })).toEqual([['blocker', nodes]]);
  });
});

describe('what the rules may know of a cluster that does not exist yet', () => {
  const resource = (apiVersion: string, kind: string) => ({
    apiVersion,
    kind,
    resource: '',
    namespaced: true,
    verbs: [],
  });
  const served = [
    resource('apps/v1', 'Deployment'),
    resource('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema'),
    resource('cert-manager.io/v1', 'Certificate'),
    resource('gateway.networking.k8s.io/v1', 'Gateway'),
  ];

  it.each([
    ['1.31', ['apps/v1', 'flowcontrol.apiserver.k8s.io/v1beta3', 'flowcontrol.apiserver.k8s.io/v1']],
    ...['1.32', '1.33', '1.34', '1.35', '1.36', '1.37'].map((version): [string, string[]] => [
      version,
      ['apps/v1', 'flowcontrol.apiserver.k8s.io/v1'],
    ]),
  ])('at %s it serves what Kubernetes itself does', async (version, versions) => {
    const { plan } = await planCluster(route({ version }), 'run-1', source, target);
    const facts = plannedFacts(plan, { served } as unknown as ClusterFacts, route().target);
    expect(facts.served.map(({ apiVersion }) => apiVersion)).toEqual(versions);
    expect(facts).toMatchObject({ version, zones: ['eu-west-1a', 'eu-west-1b'], cluster: 'dev' });
  });
});

it('has the node ports that the source was given', async () => {
  const kubeApiServerConfig = { serviceNodePortRange: { minPort: 80, maxPort: 32767 } };
  const read = async () => ({ ...description, cluster: { ...description.cluster, kubeApiServerConfig } });
  const { plan } = await planCluster(route(), 'run-1', { read }, target);
  const facts = plannedFacts(plan, { served: [] } as unknown as ClusterFacts, route().target);
  expect(facts.nodePorts).toEqual({ min: 80, max: 32767 });
});
