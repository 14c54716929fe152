import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../lib/routes.ts';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, synthesize } from './synthesize.ts';

const ID = '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03';
const SOURCE = {
  kind: 'aks',
  account: '222233334444',
  region: 'us-east-1',
  cluster: 'prod',
  tenant: ID,
  client: ID,
  subscription: ID,
  resourceGroup: 'shop',
  nodeResourceGroup: 'MC_shop_prod_westeurope',
} as const;
const [
  {
    target: { create: _, ...target },
  },
] = CONFIG.routes as [(typeof CONFIG.routes)[0]];
const route = { name: 'aks-to-dev', source: SOURCE, target };
const config = { ...CONFIG, routes: [route] };
const ROLE = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';

// Promise: aks-without-stored-credential
it('lets the role of a source in Azure prove itself to Entra ID, and gives it nothing of EKS, EBS or any secret', () => {
  const world = worldOf(synthesize(config as never), CONFIG.hub);
  const may = (action: string, resource: string, context: Record<string, string | string[]> = {}) =>
    isAllowed(world, world.roles.get(ROLE)!, { action, resource, context });
  const token = (audience: string) =>
    may('sts:GetWebIdentityToken', '*', {
      'sts:IdentityTokenAudience': [audience],
      'sts:DurationSeconds': '900',
      'sts:SigningAlgorithm': 'RS256',
    });
  expect(token('api://AzureADTokenExchange')).toBe(true);
  expect(token('others')).toBe(false);
  const volume = 'arn:aws:ec2:us-east-1:222233334444:volume/vol-1';
  expect(may('ec2:CreateSnapshot', volume)).toBe(false);
  expect(may('ec2:DescribeVolumes', '*')).toBe(false);
  expect(may('eks:DescribeCluster', 'arn:aws:eks:us-east-1:222233334444:cluster/prod')).toBe(false);
  expect(may('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:222233334444:secret:any')).toBe(false);
});

it('refuses of a route from AKS, all at once, what is done with clusters of EKS alone', () => {
  const wrong = { ...route, handOver: true, target: CONFIG.routes[0]!.target };
  const said = () => checkConfig({ ...config, routes: [wrong] }, []);
  expect(said).toThrow(/hands over/);
});

// Promise: aks-cluster-copied
it('makes a cluster of EKS from one of AKS where the route names a role for its nodes', () => {
  const { create, ...there } = CONFIG.routes[0]!.target as { create: object };
  const making = (more: object) =>
    checkConfig({ ...config, routes: [{ ...route, target: { ...there, create: { ...create, ...more } } }] }, []);
  expect(() => making({ nodeRoleArn: undefined })).toThrow(
    /"aks-to-dev" begins at a cluster of AKS.*target\.create\.nodeRoleArn/,
  );
  expect(making({ nodeRoleArn: 'arn:aws:iam::444455556666:role/eks-node' }).routes).toHaveLength(1);
});

it('says of each field of Azure what it has to be', () => {
  const source = { ...SOURCE, tenant: 'contoso', nodeResourceGroup: 'ends-in.', subscription: undefined };
  const said = () => checkConfig({ ...config, routes: [{ ...route, source }] }, []);
  expect(said).toThrow(/UUID in lower case[\s\S]*subscription|subscription[\s\S]*UUID/);
  expect(said).toThrow(/does not end in \./);
});

const TARGET = {
  ...{ kind: 'aks', account: '444455556666', region: 'eu-west-1', cluster: 'dev', tenant: ID, client: ID },
  ...{ subscription: ID, resourceGroup: 'dev', nodeResourceGroup: 'MC_dev_dev_westeurope', location: 'westeurope' },
} as const;
const intoAks = { ...CONFIG, routes: [{ ...CONFIG.routes[0]!, target: TARGET }] };

// Promise: aks-without-stored-credential
it('gives the role of a target in Azure nothing but to prove itself, and makes no key for it', () => {
  const templates = synthesize(intoAks as never);
  const world = worldOf(templates, CONFIG.hub);
  const role = world.roles.get('arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1')!;
  const may = (action: string, resource: string) => isAllowed(world, role, { action, resource, context: {} });
  expect(may('ec2:CreateVolume', 'arn:aws:ec2:eu-west-1:444455556666:volume/*')).toBe(false);
  expect(may('ebs:StartSnapshot', 'arn:aws:ec2:eu-west-1::snapshot/*')).toBe(false);
  expect(may('eks:DescribeCluster', 'arn:aws:eks:eu-west-1:444455556666:cluster/dev')).toBe(false);
  const keys = Object.entries(templates).filter(
    ([name, { Resources }]) =>
      name.includes('target') && Object.values(Resources).some(({ Type }) => Type === 'AWS::KMS::Key'),
  );
  expect(keys).toEqual([]);
});

it('refuses two clusters of one name in one place, also of two resource groups, at either end', () => {
  const other = { ...SOURCE, resourceGroup: 'other' };
  const from = (source: object) => () =>
    checkConfig({ ...CONFIG, routes: [route, { ...route, name: 'second', source }] }, []);
  expect(from(other)).toThrow(/begin at different clusters \(AKS in \S+\/shop, AKS in \S+\/other\)/);
  expect(from({ ...SOURCE, resourceGroup: 'SHOP' })).not.toThrow();
  const [first] = intoAks.routes;
  const into = (end: object) => () =>
    checkConfig({ ...CONFIG, routes: [first, { ...first, name: 'second', target: end }] }, []);
  expect(into({ ...TARGET, resourceGroup: 'other' })).toThrow(/end at different clusters/);
  expect(into({ account: TARGET.account, region: TARGET.region, cluster: TARGET.cluster })).toThrow(
    /\(AKS in .*, EKS\)/,
  );
  expect(into(TARGET)).not.toThrow();
});

it('takes a route with both ends in Azure, unless one would be taken for the other', () => {
  const between = (target: object) => () => checkConfig({ ...CONFIG, routes: [{ ...route, target }] }, []);
  expect(between(TARGET)).not.toThrow();
  const { account, region, cluster } = SOURCE;
  const namesake = { ...TARGET, account, region, cluster };
  expect(between(namesake)).toThrow(/begins at another that is called "prod" too.*another Region/);
  expect(between({ ...namesake, region: 'us-west-2' })).not.toThrow();
});

it('takes the whole id of a disk encryption set for the disks of a target, and nothing else', () => {
  const set = `/subscriptions/${ID}/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/dev`;
  const said = (diskEncryptionSet: string) => () =>
    checkConfig({ ...CONFIG, routes: [{ ...intoAks.routes[0]!, target: { ...TARGET, diskEncryptionSet } }] }, []);
  expect(said(set)).not.toThrow();
  for (const wrong of ['dev', `${set}/../other`, set.replace('diskEncryptionSets', 'disks')])
    expect(said(wrong)).toThrow(/whole id of a disk encryption set/);
});

it('refuses of a route into AKS, all at once, what belongs to EKS', () => {
  const { kmsKeyArn = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555' } = {};
  const wrong = { ...intoAks.routes[0]!, handOver: true, target: { ...TARGET, kmsKeyArn } };
  const said = () => checkConfig({ ...CONFIG, routes: [wrong] }, []);
  expect(said).toThrow(/no key of AWS[\s\S]*handOver/);
});

it('takes what a missing cluster of AKS is made of, from one of EKS or AKS, and says all that is wrong with it', () => {
  const making = (create: object, more: object = {}) => {
    const made = { ...intoAks.routes[0]!, ...more, target: { ...TARGET, create } };
    return () => checkConfig({ ...CONFIG, routes: [made] }, []);
  };
  const group = `/subscriptions/${ID}/resourceGroups/dev/providers`;
  const subnetId = `${group}/Microsoft.Network/virtualNetworks/dev/subnets/nodes`;
  const identity = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/dev`;
  expect(making({})).not.toThrow();
  expect(making({ subnetId, identity, adminGroups: [ID], authorizedIpRanges: ['203.0.113.0/24'] })).not.toThrow();
  expect(making({ subnetId })).toThrow(/no rights on a subnet of yours: name a managed identity in identity/);
  expect(making({ subnetId: 'subnet-1', tier: 'Gold', roleArn: 'x' })).toThrow(/id of a subnet[\s\S]*/);
  expect(making({}, { source: SOURCE })).not.toThrow();
});

// Promise: no-azure-sdk
it('installs no package of Azure, whatever the routes are', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, unknown> };
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.keys(packages).filter((path) => /(^|\/)(@azure|azurite)(\/|$)/.test(path))).toEqual([]);
});

describe('a private cluster of AKS', () => {
  const connector = {
    endpoint: 'https://prod.hcp.westeurope.azmk8s.io:443',
    subnetIds: ['subnet-1234567890abcdef0'],
    securityGroupIds: ['sg-1234567890abcdef0'],
  };

  it('has a connector that talks to its API server alone, which the role of this end alone may call', () => {
    const [first] = intoAks.routes;
    const both = { ...CONFIG, routes: [{ ...first, target: { ...TARGET, connector } }] };
    const templates = synthesize(both as never);
    const functions = Object.values(templates['kubeferry-target-444455556666-eu-west-1']!.Resources).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    expect(functions.map(({ Properties }) => Properties?.Environment)).toEqual([
      { Variables: { KUBEFERRY_ENDPOINT: connector.endpoint } },
    ]);
    const world = worldOf(templates, CONFIG.hub);
    const resource = 'arn:aws:lambda:eu-west-1:444455556666:function:kubeferry-connector-target-dev';
    const may = (name: string) =>
      isAllowed(world, world.roles.get(name)!, { action: 'lambda:InvokeFunction', resource, context: {} });
    expect(may('arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1')).toBe(true);
    const others = [...world.roles.keys()].filter((name) => !name.includes('kubeferry-target') && may(name));
    expect(others).toEqual([]);
  });

  it('is refused without the address of its API server, which nobody could guess', () => {
    const { endpoint: _, ...rest } = connector;
    const said = () => checkConfig({ ...config, routes: [{ ...route, source: { ...SOURCE, connector: rest } }] }, []);
    expect(said).toThrow(/source\.connector\.endpoint/);
  });
});

it.each(['usgovvirginia', 'usdodeast', 'chinaeast3'])(
  'refuses %s, which is of another cloud than the public one',
  (location) => {
    const routes = [{ ...intoAks.routes[0]!, target: { ...TARGET, location } }];
    expect(() => checkConfig({ ...CONFIG, routes }, [])).toThrow(/only Azure's public cloud is asked/);
  },
);
