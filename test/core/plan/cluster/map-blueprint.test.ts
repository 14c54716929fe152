import { describe, expect, it } from 'vitest';
import { planCluster } from '../../../../core/plan/cluster/plan-cluster.ts';
import { plan } from './planned.ts';
import { description, role, route, SOURCE, TARGET, target } from './some-cluster.ts';

const GROUP = description.nodegroups[0]!;

describe('what a request puts into another namespace', () => {
  it('takes its pod identities, Fargate pods and rights with it', async () => {
    const { blueprint } = await plan({
      namespaces: { shop: 'shop-test' },
      create: {
        map: { [role(SOURCE, 'web')]: role(TARGET, 'web'), [role(SOURCE, 'fargate')]: role(TARGET, 'fargate') },
      },
      more: {
        podIdentities: [{ namespace: 'shop', serviceAccount: 'web', roleArn: role(SOURCE, 'web') }],
        fargateProfiles: [
          {
            fargateProfileName: 'shop',
            podExecutionRoleArn: role(SOURCE, 'fargate'),
            selectors: [{ namespace: 'shop' }, { namespace: 'batch' }],
          },
        ],
        accessEntries: [
          {
            entry: { principalArn: role(SOURCE, 'web'), type: 'STANDARD' },
            policies: [{ policyArn: 'view', accessScope: { type: 'namespace', namespaces: ['shop', 'batch'] } }],
          },
        ],
      },
    });
    expect(blueprint.podIdentities).toMatchObject([{ namespace: 'shop-test', serviceAccount: 'web' }]);
    expect(blueprint.fargateProfiles).toMatchObject([
      { selectors: [{ namespace: 'shop-test' }, { namespace: 'batch' }] },
    ]);
    expect(blueprint.accessEntries).toMatchObject([{ policies: [{ namespaces: ['shop-test', 'batch'] }] }]);
  });
});

describe('tags that name the source cluster', () => {
  it('name the new one, so that eksctl and Karpenter do not take it for the source', async () => {
    const tags = { 'alpha.eksctl.io/cluster-name': 'prod', team: 'prod', 'aws:cloudformation:stack-name': 'prod' };
    const { blueprint } = await plan({ cluster: { tags }, more: { nodegroups: [{ ...GROUP, tags }] } });
    const renamed = { 'alpha.eksctl.io/cluster-name': 'dev', team: 'prod' };
    expect(blueprint.cluster.tags).toEqual(renamed);
    expect(blueprint.nodegroups[0]?.tags).toEqual(renamed);
  });
});

describe('roles and keys of a target in the same account', () => {
  it('have to be named, since a run hands over nothing else', async () => {
    const roleArn = role(TARGET, 'node');
    const more = { nodegroups: [{ ...GROUP, nodeRole: roleArn }] };
    expect((await plan({ more, create: { map: {} } })).at('/nodegroups/web/nodeRole')).toEqual([]);
    const own = role(TARGET, 'own');
    const unnamed = { nodegroups: [{ ...GROUP, nodeRole: own }] };
    const AT = '/nodegroups/web/nodeRole';
    expect((await plan({ more: unnamed })).at(AT)).toMatchObject([{ severity: 'blocker', current: own }]);
    expect((await plan({ more: unnamed, create: { map: { [own]: own } } })).at(AT)).toEqual([]);
  });
});

describe('the configuration of an add-on', () => {
  const told = async (configurationValues: string) => {
    const addons = [{ addonName: 'coredns', addonVersion: 'v1.13.1-eksbuild.1', configurationValues }];
    const { at } = await plan({ more: { addons } });
    return at('/addons/coredns/configurationValues').map(({ severity, current }) => [severity, current]);
  };

  it('that names the source as a plain word is a warning for each', async () => {
    expect(await told(`{"clusterName":"prod","registry":"${SOURCE}.dkr.ecr.eu-west-1.amazonaws.com"}`)).toEqual([
      ['warning', SOURCE],
      ['warning', 'prod'],
    ]);
  });

  it('that has such a word only within another, or names what both have, is none', async () => {
    expect(await told('{"tier":"prod-like","mode":"production","region":"eu-west-1"}')).toEqual([]);
  });
});

describe('address ranges', () => {
  it('of services and of the public endpoint are those of the source, but for what the route maps', async () => {
    const cluster = {
      resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['203.0.113.0/24', '198.51.100.0/24'] },
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: '172.20.0.0/16' },
    };
    expect((await plan({ cluster })).blueprint.cluster.serviceIpv4Cidr).toBe('172.20.0.0/16');
    const map = { '172.20.0.0/16': '10.100.0.0/16', '203.0.113.0/24': '0.0.0.0/0' };
    expect((await plan({ cluster, create: { map } })).blueprint.cluster).toMatchObject({
      serviceIpv4Cidr: '10.100.0.0/16',
      endpoint: { publicCidrs: ['0.0.0.0/0', '198.51.100.0/24'] },
    });
  });
});

describe('addresses of services that the target network has', () => {
  const there = {
    ...target,
    candidates: async () => {
      const { subnets, securityGroups } = await target.candidates();
      return { securityGroups, subnets: subnets.map((one) => ({ ...one, cidr: '172.20.16.0/20' })) };
    },
  };
  const blockers = async (range: string, map: Record<string, string> = {}) => {
    const cluster = { ...description.cluster, kubernetesNetworkConfig: { serviceIpv4Cidr: range } };
    const read = async () => ({ ...description, cluster });
    const { findings } = await planCluster(route({ map }), 'run-1', { read }, there);
    return findings.filter(({ path }) => path === '/cluster/serviceIpv4Cidr').map(({ severity }) => severity);
  };

  it.each([
    ['172.20.0.0/16', ['blocker']],
    ['172.16.0.0/12', ['blocker']],
    ['172.20.16.0/24', ['blocker']],
    ['172.20.32.0/20', []],
    ['10.100.0.0/16', []],
  ])('%s beside 172.20.16.0/20 are %j', async (range, expected) => {
    expect(await blockers(range)).toEqual(expected);
  });

  it('are replaced as the route says', async () => {
    expect(await blockers('172.20.0.0/16', { '172.20.0.0/16': '10.100.0.0/16' })).toEqual([]);
  });
});

describe('an access entry of nodes', () => {
  const nodes = (name: string) => ({
    entry: {
      principalArn: role(SOURCE, name),
      type: 'EC2_LINUX',
      username: 'system:node:{{EC2PrivateDNSName}}',
      kubernetesGroups: ['system:nodes'],
    },
    policies: [],
  });
  const karpenter = { more: { accessEntries: [nodes('karpenter')] } };

  it('of Karpenter is copied without the groups and the name that EKS gives it', async () => {
    const { blueprint } = await plan({
      ...karpenter,
      create: { map: { [role(SOURCE, 'karpenter')]: role(TARGET, 'k') } },
    });
    expect(blueprint.accessEntries).toEqual([
      { principalArn: role(TARGET, 'k'), type: 'EC2_LINUX', kubernetesGroups: [], policies: [], tags: {} },
    ]);
  });

  it('whose role becomes that of a node group is left to EKS', async () => {
    const map = { [role(SOURCE, 'karpenter')]: role(TARGET, 'node') };
    expect((await plan({ ...karpenter, create: { map } })).blueprint.accessEntries).toEqual([]);
  });
});

describe('things of the source that become one', () => {
  it('are a blocker, since EKS has one entry for each principal and one association for each service account', async () => {
    const entry = (name: string) => ({ entry: { principalArn: role(SOURCE, name), type: 'STANDARD' }, policies: [] });
    const identity = (namespace: string) => ({ namespace, serviceAccount: 'web', roleArn: role(SOURCE, 'web') });
    const map = { [role(SOURCE, 'a')]: role(TARGET, 'ops'), [role(SOURCE, 'b')]: role(TARGET, 'ops') };
    const { findings } = await plan({
      create: { map: { ...map, [role(SOURCE, 'web')]: role(TARGET, 'web') } },
      namespaces: { shop: 'one', store: 'one' },
      more: { accessEntries: [entry('a'), entry('b')], podIdentities: [identity('shop'), identity('store')] },
    });
    expect(
      findings.filter(({ severity, path }) => severity === 'blocker' && !/nodegroups|addons/.test(path)),
    ).toMatchObject([{ current: role(TARGET, 'ops') }, { current: 'one/web' }]);
  });
});

describe('a role of IAM Identity Center', () => {
  it('is offered the one of the same permission set, whose name ends in other digits', async () => {
    const sso = (account: string, name: string) =>
      `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${name}`;
    const principalArn = sso(SOURCE, 'Admin_0123456789abcdef');
    const twin = sso(TARGET, 'Admin_fedcba9876543210');
    const trust = { Statement: [] };
    const there = {
      ...target,
      roles: async () => [
        { arn: sso(TARGET, 'Aa_00000000000000ff'), trust },
        { arn: twin, trust },
      ],
    };
    const accessEntries = [{ entry: { principalArn, type: 'STANDARD' }, policies: [] }];
    const { findings } = await planCluster(
      route(),
      'run-1',
      { read: async () => ({ ...description, accessEntries }) },
      there,
    );
    const offered = findings.find(({ current }) => current === principalArn)?.proposed;
    expect((offered as string[])[0]).toBe(twin);
  });
});
