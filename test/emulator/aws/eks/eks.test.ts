import {
  CreateClusterCommand,
  CreateNodegroupCommand,
  DeleteClusterCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  ListAccessEntriesCommand,
  ListAddonsCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FROM, SOURCE } from '../ec2/support.ts';
import { type EksCloud, startEksCloud } from './eks-cloud.ts';

let cloud: EksCloud;
beforeEach(async () => {
  cloud = await startEksCloud();
});
afterEach(() => cloud.stop());

describe('a seeded cluster', () => {
  it('is ACTIVE at once, with endpoint, authority, add-ons and nodes that are instances', async () => {
    await cloud.seed();
    const { cluster } = await cloud.client.send(new DescribeClusterCommand({ name: 'prod' }));
    expect(cluster).toMatchObject({
      status: 'ACTIVE',
      arn: `arn:aws:eks:${FROM}:${SOURCE}:cluster/prod`,
      endpoint: 'https://127.0.0.1:6443',
      certificateAuthority: { data: 'UEVN' },
      version: '1.36',
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
      storageConfig: { blockStorage: { enabled: false } },
      // What is there from the start is a month old.
      createdAt: new Date('2026-10-02T12:00:00Z'),
    });
    expect((await cloud.client.send(new ListClustersCommand({}))).clusters).toEqual(['prod']);
    expect((await cloud.client.send(new ListAddonsCommand({ clusterName: 'prod' }))).addons).toContain(
      'aws-ebs-csi-driver',
    );
    const described = await cloud.client.send(new DescribeAddonCommand({ clusterName: 'prod', addonName: 'coredns' }));
    expect(described.addon).toMatchObject({ addonName: 'coredns', status: 'ACTIVE' });
    const [node] = cloud.started.prod!.nodes;
    expect(node).toMatchObject({ zone: 'us-east-1a', labels: { 'topology.kubernetes.io/zone': 'us-east-1a' } });
    const { reservationSet } = cloud.source.send('DescribeInstances', { InstanceId: [node!.instanceId] });
    expect(reservationSet[0].instancesSet[0]).toMatchObject({
      privateDnsName: node!.name,
      placement: { availabilityZone: 'us-east-1a' },
      blockDeviceMapping: [{ deviceName: '/dev/xvda' }],
    });
  });

  it('is not found under another name, and other accounts do not see it', async () => {
    await cloud.seed();
    await expect(cloud.client.send(new DescribeClusterCommand({ name: 'dev' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'No cluster found for name: dev.',
    });
  });
});

describe('a new cluster', () => {
  const create = (more = {}) =>
    cloud.client.send(
      new CreateClusterCommand({
        name: 'fresh',
        roleArn: `arn:aws:iam::${SOURCE}:role/eks`,
        resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
        ...more,
      }),
    );
  const status = async () => (await cloud.client.send(new DescribeClusterCommand({ name: 'fresh' }))).cluster;

  it('is CREATING without an endpoint, ACTIVE after minutes, and gone after it was deleted', async () => {
    const { cluster } = await create({ accessConfig: { authenticationMode: 'API' }, tags: { team: 'a' } });
    expect(cluster).toMatchObject({
      status: 'CREATING',
      tags: { team: 'a' },
      accessConfig: { authenticationMode: 'API' },
    });
    expect(cluster?.endpoint).toBeUndefined();
    await expect(create()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    cloud.clock.pass(600);
    expect(await status()).toMatchObject({ status: 'ACTIVE', endpoint: 'https://127.0.0.1:6443' });
    const { accessEntries } = await cloud.client.send(new ListAccessEntriesCommand({ clusterName: 'fresh' }));
    expect(accessEntries).toEqual([`arn:aws:iam::${SOURCE}:user/admin`]);
    await cloud.client.send(new DeleteClusterCommand({ name: 'fresh' }));
    expect(await status()).toMatchObject({ status: 'DELETING' });
    expect(cloud.stopped).toEqual(['fresh']);
    cloud.clock.pass(600);
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
    await expect(create({ outpostConfig: { outpostArns: [] } })).rejects.toThrow(
      'The local EKS does not know the member outpostConfig of this input.',
    );
  });

  it.each(['8.8.0.0/16', '172.32.0.0/16', '10.0.0.0/8', '192.168.0.0/25', '172.31.0.0/20'])(
    'gives services no addresses of %s: public, too many, too few, or of the VPC',
    async (serviceIpv4Cidr) => {
      await expect(create({ kubernetesNetworkConfig: { serviceIpv4Cidr } })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );

  it('is FAILED, with the reason, when its control plane does not start', async () => {
    await create({ name: 'broken' });
    cloud.clock.pass(600);
    const { cluster } = await cloud.client.send(new DescribeClusterCommand({ name: 'broken' }));
    expect(cluster).toMatchObject({
      status: 'FAILED',
      health: { issues: [{ message: 'The control plane did not start: no memory' }] },
    });
  });

  it('keeps tags, lists nodegroups, and adds none before it is ACTIVE', async () => {
    const { cluster } = await create();
    const resourceArn = cluster!.arn!;
    await cloud.client.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
    await cloud.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await cloud.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
    expect((await cloud.client.send(new ListNodegroupsCommand({ clusterName: 'fresh' }))).nodegroups).toEqual([]);
    await expect(
      cloud.client.send(
        new CreateNodegroupCommand({ clusterName: 'fresh', nodegroupName: 'n', nodeRole: 'r', subnets: ['subnet-1'] }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
