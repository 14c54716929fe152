import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  DeleteAccessEntryCommand,
  DeleteClusterCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAccessPoliciesCommand,
  ListAddonsCommand,
  ListAssociatedAccessPoliciesCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eksToken } from '../../../../adapters/kubernetes/eks-token.ts';
import { createEks, type Eks } from '../../../../local/aws/eks/eks.ts';
import { type Gateway, startGateway } from '../../../../local/aws/gateway/gateway.ts';
import { createIam, type Iam } from '../../../../local/aws/iam/iam.ts';
import type { RecordedCall } from '../../../../local/cloud.ts';
import { createFaults } from '../../../../local/faults.ts';
import type { ClusterBackend } from '../../../../local/kubernetes/backend.ts';
import { FROM, SOURCE, type World, world } from '../ec2/support.ts';

type Started = Parameters<ClusterBackend['start']>[0];

let here: World;
let iam: Iam;
let eks: Eks;
let gateway: Gateway;
let client: EKSClient;
let calls: RecordedCall[];
let started: Record<string, Started>;
let stopped: string[];

const backend: ClusterBackend = {
  async start(options) {
    if (options.name === 'broken') throw new Error('no memory');
    started[options.name] = options;
    return {
      endpoint: 'https://127.0.0.1:6443',
      certificateAuthority: 'PEM',
      admin: { token: 'admin' },
      stop: async () => void stopped.push(options.name),
    };
  },
};

beforeEach(async () => {
  here = world();
  iam = createIam();
  calls = [];
  started = {};
  stopped = [];
  eks = createEks({ ec2: here.state, clock: here.clock, backend, credential: iam.credential });
  gateway = await startGateway({
    services: [here.ec2, eks.service],
    principals: iam,
    clock: here.clock,
    record: (call) => calls.push(call),
    faults: createFaults(),
  });
  const credentials = iam.createUser(SOURCE, 'admin');
  client = new EKSClient({ endpoint: gateway.endpoint, region: FROM, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await gateway.stop();
  await eks.stop();
});

const seed = (more = {}) =>
  eks.seedCluster({
    account: SOURCE,
    region: FROM,
    name: 'prod',
    nodes: [{ zone: `${FROM}a` }, { zone: `${FROM}b` }],
    ...more,
  });

const principalArn = `arn:aws:iam::${SOURCE}:role/reader`;
const adminView = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy';
const entry = { clusterName: 'prod', principalArn };

/** Who the cluster takes a fresh token of the role for. */
async function authenticateReader() {
  iam.role(principalArn) ??
    iam.createRole({
      account: SOURCE,
      name: 'reader',
      trust: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SOURCE}:root` }, Action: 'sts:AssumeRole' }],
      },
    });
  const credentials = iam.openSession(principalArn, 'run:1', 900);
  const token = await eksToken({ region: FROM, cluster: 'prod', credentials, now: new Date() });
  return started.prod!.authenticate(token);
}

describe('a seeded cluster', () => {
  it('is ACTIVE at once, with endpoint, authority, add-ons and nodes that are instances', async () => {
    await seed();
    const { cluster } = await client.send(new DescribeClusterCommand({ name: 'prod' }));
    expect(cluster).toMatchObject({
      status: 'ACTIVE',
      arn: `arn:aws:eks:${FROM}:${SOURCE}:cluster/prod`,
      endpoint: 'https://127.0.0.1:6443',
      certificateAuthority: { data: 'UEVN' },
      version: '1.36',
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
      storageConfig: { blockStorage: { enabled: false } },
      createdAt: new Date('2026-11-01T12:00:00Z'),
    });
    expect((await client.send(new ListClustersCommand({}))).clusters).toEqual(['prod']);
    expect((await client.send(new ListAddonsCommand({ clusterName: 'prod' }))).addons).toContain('aws-ebs-csi-driver');
    const described = await client.send(new DescribeAddonCommand({ clusterName: 'prod', addonName: 'coredns' }));
    expect(described.addon).toMatchObject({ addonName: 'coredns', status: 'ACTIVE' });
    const [node] = started.prod!.nodes;
    expect(node).toMatchObject({ zone: 'us-east-1a', labels: { 'topology.kubernetes.io/zone': 'us-east-1a' } });
    const { reservationSet } = here.source.send('DescribeInstances', { InstanceId: [node!.instanceId] });
    expect(reservationSet[0].instancesSet[0]).toMatchObject({
      privateDnsName: node!.name,
      placement: { availabilityZone: 'us-east-1a' },
      blockDeviceMapping: [{ deviceName: '/dev/xvda' }],
    });
  });

  it('is not found under another name, and other accounts do not see it', async () => {
    await seed();
    await expect(client.send(new DescribeClusterCommand({ name: 'dev' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'No cluster found for name: dev.',
    });
  });
});

describe('an access entry', () => {
  it('lets its principal in with the policies that it has, until it is removed', async () => {
    await seed();
    expect(await authenticateReader()).toBeUndefined();
    const { accessEntry } = await client.send(new CreateAccessEntryCommand({ ...entry, tags: { by: 'kubeferry' } }));
    expect(accessEntry).toMatchObject({
      principalArn,
      username: `arn:aws:sts::${SOURCE}:assumed-role/reader/{{SessionName}}`,
      type: 'STANDARD',
      kubernetesGroups: [],
      tags: { by: 'kubeferry' },
    });
    const access = { verb: 'list', group: '', resource: 'secrets', namespace: 'shop' };
    const bare = await authenticateReader();
    expect(bare).toEqual({ username: `arn:aws:sts::${SOURCE}:assumed-role/reader/run-1`, groups: [] });
    expect(started.prod!.authorize(bare!, access)).toBe(false);

    await client.send(
      new AssociateAccessPolicyCommand({ ...entry, policyArn: adminView, accessScope: { type: 'cluster' } }),
    );
    const listed = await client.send(new ListAssociatedAccessPoliciesCommand(entry));
    expect(listed.associatedAccessPolicies).toMatchObject([{ policyArn: adminView, accessScope: { type: 'cluster' } }]);
    expect(started.prod!.authorize((await authenticateReader())!, access)).toBe(true);

    await client.send(new DisassociateAccessPolicyCommand({ ...entry, policyArn: adminView }));
    expect(started.prod!.authorize((await authenticateReader())!, access)).toBe(false);
    await client.send(new DeleteAccessEntryCommand(entry));
    expect(await authenticateReader()).toBeUndefined();
  });

  it('that exists is refused, one that does not is not found', async () => {
    await seed();
    await expect(client.send(new DescribeAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await client.send(new CreateAccessEntryCommand(entry));
    await expect(client.send(new CreateAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'The specified access entry resource is already in use on this cluster.',
    });
    expect((await client.send(new ListAccessEntriesCommand({ clusterName: 'prod' }))).accessEntries).toEqual([
      principalArn,
    ]);
  });

  it('is refused by a cluster that only reads the aws-auth ConfigMap', async () => {
    await seed({ authenticationMode: 'CONFIG_MAP' });
    await expect(client.send(new CreateAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message:
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    });
  });

  it('cannot name a reserved group, and takes known policies only', async () => {
    await seed();
    await expect(
      client.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['system:masters'] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await client.send(new CreateAccessEntryCommand(entry));
    const associate = (policyArn: string, namespaces?: string[]) =>
      client.send(
        new AssociateAccessPolicyCommand({ ...entry, policyArn, accessScope: { type: 'namespace', namespaces } }),
      );
    await expect(associate(`${adminView}X`, ['a'])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(associate(adminView)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { accessPolicies } = await client.send(new ListAccessPoliciesCommand({}));
    expect(accessPolicies).toContainEqual({ name: 'AmazonEKSAdminViewPolicy', arn: adminView });
  });

  it('is asked for with the condition keys that policies narrow it by', async () => {
    await seed();
    await client.send(new CreateAccessEntryCommand({ ...entry, tags: { by: 'x' } }));
    const scope = { type: 'namespace' as const, namespaces: ['shop'] };
    await client.send(new AssociateAccessPolicyCommand({ ...entry, policyArn: adminView, accessScope: scope }));
    const [create, tag, associate] = calls;
    expect(create).toMatchObject({
      action: 'eks:CreateAccessEntry',
      resource: `arn:aws:eks:${FROM}:${SOURCE}:cluster/prod`,
      context: { 'eks:principalArn': principalArn, 'eks:accessEntryType': 'STANDARD', 'aws:RequestTag/by': 'x' },
    });
    expect(tag).toMatchObject({ action: 'eks:TagResource' });
    expect(associate).toMatchObject({
      action: 'eks:AssociateAccessPolicy',
      resource: expect.stringMatching(`^arn:aws:eks:${FROM}:${SOURCE}:access-entry/prod/role/${SOURCE}/reader/`),
      context: { 'eks:policyArn': adminView, 'eks:accessScope': 'namespace', 'eks:namespaces': ['shop'] },
    });
  });
});

describe('a new cluster', () => {
  const create = (more = {}) =>
    client.send(
      new CreateClusterCommand({
        name: 'fresh',
        roleArn: `arn:aws:iam::${SOURCE}:role/eks`,
        resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
        ...more,
      }),
    );
  const status = async () => (await client.send(new DescribeClusterCommand({ name: 'fresh' }))).cluster;

  it('is CREATING without an endpoint, ACTIVE after minutes, and gone after it was deleted', async () => {
    const { cluster } = await create({ accessConfig: { authenticationMode: 'API' }, tags: { team: 'a' } });
    expect(cluster).toMatchObject({
      status: 'CREATING',
      tags: { team: 'a' },
      accessConfig: { authenticationMode: 'API' },
    });
    expect(cluster?.endpoint).toBeUndefined();
    await expect(create()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    here.clock.pass(600);
    expect(await status()).toMatchObject({ status: 'ACTIVE', endpoint: 'https://127.0.0.1:6443' });
    const { accessEntries } = await client.send(new ListAccessEntriesCommand({ clusterName: 'fresh' }));
    expect(accessEntries).toEqual([`arn:aws:iam::${SOURCE}:user/admin`]);
    await client.send(new DeleteClusterCommand({ name: 'fresh' }));
    expect(await status()).toMatchObject({ status: 'DELETING' });
    expect(stopped).toEqual(['fresh']);
    here.clock.pass(600);
    await expect(status()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('reads the ConfigMap only, unless it is asked for something else', async () => {
    expect((await create()).cluster?.accessConfig?.authenticationMode).toBe('CONFIG_MAP');
  });

  it('has Auto Mode wholly or not at all, and refuses what is not implemented', async () => {
    await expect(create({ computeConfig: { enabled: true } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('either fully enabled or fully disabled'),
    });
    await expect(create({ zonalShiftConfig: { enabled: true } })).rejects.toThrow(
      'The local EKS does not know the member zonalShiftConfig of this input.',
    );
  });

  it('is FAILED, with the reason, when its control plane does not start', async () => {
    await create({ name: 'broken' });
    here.clock.pass(600);
    const { cluster } = await client.send(new DescribeClusterCommand({ name: 'broken' }));
    expect(cluster).toMatchObject({
      status: 'FAILED',
      health: { issues: [{ message: 'The control plane did not start: no memory' }] },
    });
  });

  it('keeps tags, lists nodegroups, and adds none before it is ACTIVE', async () => {
    const { cluster } = await create();
    const resourceArn = cluster!.arn!;
    await client.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
    expect((await client.send(new ListNodegroupsCommand({ clusterName: 'fresh' }))).nodegroups).toEqual([]);
    await expect(
      client.send(
        new CreateNodegroupCommand({ clusterName: 'fresh', nodegroupName: 'n', nodeRole: 'r', subnets: ['subnet-1'] }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
