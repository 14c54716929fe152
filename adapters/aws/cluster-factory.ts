import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeLaunchTemplates,
} from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DeleteFargateProfileCommand,
  DeleteNodegroupCommand,
  DescribeAddonConfigurationCommand,
  DescribeAddonVersionsCommand,
  EKSClient,
  TagResourceCommand,
} from '@aws-sdk/client-eks';
import { KMSClient, paginateListAliases } from '@aws-sdk/client-kms';
import type { ClusterFactory } from '../../core/base/ports/cluster-factory.ts';
import { clientConfig } from './clients.ts';
import { createPart } from './create-cluster-part.ts';
import { describeCluster, listIdentities } from './describe-cluster.ts';
import { awsCall, awsCode, isGone, unlessGone } from './errors.ts';
import { iamIdentity } from './identity.ts';
import type { MemberSession } from './member.ts';

/** There already, or EKS is busy with the cluster: the next look tells. */
const isBusy = (error: unknown) => awsCode(error) === 'ResourceInUseException';

/** For what is deleted: it goes, is gone, or cannot go yet. */
const unlessGoneOrBusy = (call: Promise<unknown>) =>
  unlessGone(call).catch((error: unknown) => {
    if (!isBusy(error)) throw error;
  });

/** Whole clusters of one account and Region. */
export function eksClusterFactory(session: MemberSession): ClusterFactory {
  const eks = new EKSClient(clientConfig(session));
  const ec2 = new EC2Client(clientConfig(session));
  const kms = new KMSClient(clientConfig(session));
  const identity = iamIdentity(session);
  const here = `in account ${session.account}, ${session.region}`;

  return {
    read: (name) => awsCall(`describe cluster "${name}" ${here}`, () => describeCluster(eks, identity, name)),

    addonVersions: (addonName, kubernetesVersion) =>
      awsCall(`list the versions of the add-on ${addonName} ${here}`, async () => {
        const command = new DescribeAddonVersionsCommand({ addonName, kubernetesVersion });
        const { addons = [] } = await eks.send(command).catch((error: unknown) => {
          // EKS answers so for an add-on that it does not know, or not for that version.
          if (isGone(error) || awsCode(error) === 'InvalidParameterException') return { addons: [] };
          throw error;
        });
        const versions = addons.flatMap((addon) => addon.addonVersions ?? []);
        return versions.map(({ addonVersion = '', compatibilities = [] }) => ({
          version: addonVersion,
          isDefault: compatibilities.some((each) => each.clusterVersion === kubernetesVersion && each.defaultVersion),
        }));
      }),

    addonAccounts: (addonName, addonVersion) =>
      awsCall(`look at the configuration of the add-on ${addonName} ${here}`, async () => {
        const answer = await eks.send(new DescribeAddonConfigurationCommand({ addonName, addonVersion }));
        return (answer.podIdentityConfiguration ?? []).flatMap(({ serviceAccount }) => serviceAccount ?? []);
      }),

    candidates: () =>
      awsCall(`list subnets and security groups ${here}`, async () => {
        const [{ Subnets = [] }, { SecurityGroups = [] }] = await Promise.all([
          ec2.send(new DescribeSubnetsCommand({})),
          ec2.send(new DescribeSecurityGroupsCommand({})),
        ]);
        return {
          subnets: Subnets.map(({ SubnetId = '', AvailabilityZone = '', VpcId = '', CidrBlock, Tags = [] }) => ({
            id: SubnetId,
            name: Tags.find(({ Key }) => Key === 'Name')?.Value,
            zone: AvailabilityZone,
            vpc: VpcId,
            cidr: CidrBlock,
          })),
          securityGroups: SecurityGroups.map(({ GroupId = '', GroupName = '', VpcId = '' }) => ({
            id: GroupId,
            name: GroupName,
            vpc: VpcId,
          })),
        };
      }),

    offeredTypes: (types) =>
      awsCall(`look for instance types ${here}`, async () => {
        const Filters = [{ Name: 'instance-type', Values: types }];
        const found: string[] = [];
        for await (const page of paginateDescribeInstanceTypeOfferings({ client: ec2 }, { Filters }))
          found.push(...(page.InstanceTypeOfferings ?? []).flatMap(({ InstanceType }) => InstanceType ?? []));
        return found;
      }),

    launchTemplates: () =>
      awsCall(`list the launch templates ${here}`, async () => {
        const found = [];
        for await (const { LaunchTemplates = [] } of paginateDescribeLaunchTemplates({ client: ec2 }, {}))
          found.push(...LaunchTemplates.map((one) => ({ id: one.LaunchTemplateId!, name: one.LaunchTemplateName! })));
        return found;
      }),

    keys: () =>
      awsCall(`list the aliases of keys ${here}`, async () => {
        const found = [];
        for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {}))
          for (const { AliasName: alias = '', AliasArn = '', TargetKeyId } of Aliases)
            if (TargetKeyId && !alias.startsWith('alias/aws/'))
              found.push({ arn: `${AliasArn.slice(0, -alias.length)}key/${TargetKeyId}`, alias });
        return found;
      }),

    roles: () => awsCall(`list the roles ${here}`, identity.roles),

    trustPolicy: (roleArn) => awsCall(`look at role ${roleArn}`, () => identity.trustPolicy(roleArn)),

    podIdentities: (cluster) =>
      awsCall(`list the pod identity associations of cluster "${cluster}" ${here}`, () => listIdentities(eks, cluster)),

    create: (request) =>
      awsCall(`create ${request.kind} ${request.name} ${here}`, () =>
        createPart(eks, identity, request).catch((error: unknown) => {
          if (!isBusy(error)) throw error;
        }),
      ),

    tagCluster: async (resourceArn, tags) => {
      await awsCall(`tag ${resourceArn}`, () => eks.send(new TagResourceCommand({ resourceArn, tags })));
    },

    deleteNodegroup: async (clusterName, nodegroupName) => {
      await awsCall(`delete nodegroup ${nodegroupName} of cluster "${clusterName}" ${here}`, () =>
        unlessGoneOrBusy(eks.send(new DeleteNodegroupCommand({ clusterName, nodegroupName }))),
      );
    },

    deleteFargateProfile: async (clusterName, fargateProfileName) => {
      await awsCall(`delete Fargate profile ${fargateProfileName} of cluster "${clusterName}" ${here}`, () =>
        unlessGoneOrBusy(eks.send(new DeleteFargateProfileCommand({ clusterName, fargateProfileName }))),
      );
    },

    deleteOidcProvider: (arn) => awsCall(`delete ${arn}`, () => identity.deleteOidcProvider(arn)),

    deleteCluster: async (name) => {
      await awsCall(`delete cluster "${name}" ${here}`, () =>
        unlessGoneOrBusy(eks.send(new DeleteClusterCommand({ name }))),
      );
    },
  };
}
