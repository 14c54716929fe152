import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  DisassociateAccessPolicyCommand,
  ListAccessEntriesCommand,
  ListAccessPoliciesCommand,
  ListAssociatedAccessPoliciesCommand,
} from '@aws-sdk/client-eks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FROM, SOURCE } from '../ec2/support.ts';
import { type EksCloud, principalArn, startEksCloud } from './eks-cloud.ts';

let cloud: EksCloud;
beforeEach(async () => {
  cloud = await startEksCloud();
});
afterEach(() => cloud.stop());

const adminView = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy';
const entry = { clusterName: 'prod', principalArn };

describe('an access entry of nodes', () => {
  it('has the groups and the name that EKS gives it, and takes no others', async () => {
    await cloud.seed();
    const nodes = { ...entry, type: 'EC2_LINUX' };
    const { accessEntry } = await cloud.client.send(new CreateAccessEntryCommand(nodes));
    expect(accessEntry).toMatchObject({
      type: 'EC2_LINUX',
      username: 'system:node:{{EC2PrivateDNSName}}',
      kubernetesGroups: ['system:nodes'],
    });
    await cloud.client.send(new DeleteAccessEntryCommand(entry));
    for (const more of [{ kubernetesGroups: ['viewers'] }, { username: 'node' }])
      await expect(cloud.client.send(new CreateAccessEntryCommand({ ...nodes, ...more }))).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
  });
});

describe('an access entry', () => {
  it('lets its principal in with the policies that it has, until it is removed', async () => {
    await cloud.seed();
    expect(await cloud.authenticateReader()).toBeUndefined();
    const { accessEntry } = await cloud.client.send(
      new CreateAccessEntryCommand({ ...entry, tags: { by: 'kubeferry' } }),
    );
    expect(accessEntry).toMatchObject({
      principalArn,
      username: `arn:aws:sts::${SOURCE}:assumed-role/reader/{{SessionName}}`,
      type: 'STANDARD',
      kubernetesGroups: [],
      tags: { by: 'kubeferry' },
    });
    const access = { verb: 'list', group: '', resource: 'secrets', namespace: 'shop' };
    const bare = await cloud.authenticateReader();
    expect(bare).toEqual({ username: `arn:aws:sts::${SOURCE}:assumed-role/reader/run-1`, groups: [] });
    expect(cloud.started.prod!.authorize(bare!, access)).toBe(false);

    await cloud.client.send(
      new AssociateAccessPolicyCommand({ ...entry, policyArn: adminView, accessScope: { type: 'cluster' } }),
    );
    const listed = await cloud.client.send(new ListAssociatedAccessPoliciesCommand(entry));
    expect(listed.associatedAccessPolicies).toMatchObject([{ policyArn: adminView, accessScope: { type: 'cluster' } }]);
    expect(cloud.started.prod!.authorize((await cloud.authenticateReader())!, access)).toBe(true);

    await cloud.client.send(new DisassociateAccessPolicyCommand({ ...entry, policyArn: adminView }));
    expect(cloud.started.prod!.authorize((await cloud.authenticateReader())!, access)).toBe(false);
    await cloud.client.send(new DeleteAccessEntryCommand(entry));
    expect(await cloud.authenticateReader()).toBeUndefined();
  });

  it('that exists is refused, one that does not is not found', async () => {
    await cloud.seed();
    await expect(cloud.client.send(new DescribeAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await cloud.client.send(new CreateAccessEntryCommand(entry));
    await expect(cloud.client.send(new CreateAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'The specified access entry resource is already in use on this cluster.',
    });
    expect((await cloud.client.send(new ListAccessEntriesCommand({ clusterName: 'prod' }))).accessEntries).toEqual([
      principalArn,
    ]);
  });

  it('is refused by a cluster that only reads the aws-auth ConfigMap', async () => {
    await cloud.seed({ authenticationMode: 'CONFIG_MAP' });
    await expect(cloud.client.send(new CreateAccessEntryCommand(entry))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message:
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    });
  });

  it('cannot name a reserved group, and takes known policies only', async () => {
    await cloud.seed();
    await expect(
      cloud.client.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['system:masters'] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await cloud.client.send(new CreateAccessEntryCommand(entry));
    const associate = (policyArn: string, namespaces?: string[]) =>
      cloud.client.send(
        new AssociateAccessPolicyCommand({ ...entry, policyArn, accessScope: { type: 'namespace', namespaces } }),
      );
    await expect(associate(`${adminView}X`, ['a'])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(associate(adminView)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { accessPolicies } = await cloud.client.send(new ListAccessPoliciesCommand({}));
    expect(accessPolicies).toContainEqual({ name: 'AmazonEKSAdminViewPolicy', arn: adminView });
  });

  it('is asked for with the condition keys that policies narrow it by', async () => {
    await cloud.seed();
    await cloud.client.send(new CreateAccessEntryCommand({ ...entry, tags: { by: 'x' } }));
    const scope = { type: 'namespace' as const, namespaces: ['shop'] };
    await cloud.client.send(new AssociateAccessPolicyCommand({ ...entry, policyArn: adminView, accessScope: scope }));
    const [create, tag, associate] = cloud.calls;
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
