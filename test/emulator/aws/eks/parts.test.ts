import {
  CreateNodegroupCommand,
  type CreateNodegroupCommandInput,
  CreatePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { networkOf } from '../../../../emulator/aws/ec2/network.ts';
import { FROM, SOURCE } from '../ec2/support.ts';
import { type EksCloud, principalArn, startEksCloud } from './eks-cloud.ts';

let cloud: EksCloud;
beforeEach(async () => {
  cloud = await startEksCloud();
});
afterEach(() => cloud.stop());

const clusterName = 'prod';

describe('a node group', () => {
  const TEMPLATE = 'lt-0a1b2c3d4e5f60718';
  const make = (more: Partial<CreateNodegroupCommandInput>) =>
    cloud.client.send(
      new CreateNodegroupCommand({
        clusterName,
        nodegroupName: 'web',
        nodeRole: principalArn,
        subnets: networkOf(SOURCE, FROM).subnets.map(({ id }) => id),
        scalingConfig: { minSize: 0, maxSize: 1, desiredSize: 0 },
        ...more,
      }),
    );

  it('is of Amazon Linux 2 up to Kubernetes 1.32 only', async () => {
    await cloud.seed({ version: '1.33' });
    await expect(make({ amiType: 'AL2_x86_64' })).rejects.toThrow(
      'AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier',
    );
    await cloud.seed({ name: 'older', version: '1.32' });
    const { nodegroup } = await make({ clusterName: 'older', amiType: 'AL2_x86_64' });
    expect(nodegroup).toMatchObject({ amiType: 'AL2_x86_64' });
  });

  it('of a launch template has the disk and the image of that', async () => {
    await cloud.seed();
    cloud.state.place(SOURCE, FROM).launchTemplates.set(TEMPLATE, { id: TEMPLATE, name: 'nodes' });
    const launchTemplate = { id: TEMPLATE };
    await expect(make({ launchTemplate, diskSize: 30 })).rejects.toThrow('Disk size must be specified within');
    await expect(make({ launchTemplate, amiType: 'CUSTOM' })).rejects.toThrow('valid AMI type');
    const { nodegroup } = await make({ launchTemplate, updateConfig: { maxUnavailable: 2 } });
    expect(nodegroup).toMatchObject({
      launchTemplate: { id: TEMPLATE, version: '1' },
      updateConfig: { maxUnavailable: 2, updateStrategy: 'DEFAULT' },
    });
  });
});

describe('a pod identity association', () => {
  it('takes a policy of its own only without session tags', async () => {
    await cloud.seed();
    const identity = { clusterName, namespace: 'shop', serviceAccount: 'web', roleArn: principalArn, policy: '{}' };
    await expect(cloud.client.send(new CreatePodIdentityAssociationCommand(identity))).rejects.toThrow(
      'Session tags must be disabled',
    );
    const { association } = await cloud.client.send(
      new CreatePodIdentityAssociationCommand({ ...identity, disableSessionTags: true }),
    );
    expect(association).toMatchObject({ policy: '{}', disableSessionTags: true });
  });
});
