import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DeleteFargateProfileCommand,
  DeleteNodegroupCommand,
  DescribeAddonVersionsCommand,
  EKSClient,
  TagResourceCommand,
} from '@aws-sdk/client-eks';
import type { ClusterFactory } from '../../core/ports/cluster-factory.ts';
import { clientConfig } from './clients.ts';
import { createPart } from './create-cluster-part.ts';
import { describeCluster } from './describe-cluster.ts';
import { awsCall, awsCode, isGone } from './errors.ts';
import type { MemberSession } from './member.ts';

/** Whole clusters of one account and Region. */
export function eksClusterFactory(session: MemberSession): ClusterFactory {
  const eks = new EKSClient(clientConfig(session));
  const ec2 = new EC2Client(clientConfig(session));
  const here = `in account ${session.account}, ${session.region}`;
  const goneIsFine = (error: unknown) => (isGone(error) ? undefined : Promise.reject(error));

  return {
    read: (name) => awsCall(`describe cluster "${name}" ${here}`, () => describeCluster(eks, name)),

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

    candidates: () =>
      awsCall(`list subnets and security groups ${here}`, async () => {
        const [{ Subnets = [] }, { SecurityGroups = [] }] = await Promise.all([
          ec2.send(new DescribeSubnetsCommand({})),
          ec2.send(new DescribeSecurityGroupsCommand({})),
        ]);
        return {
          subnets: Subnets.map(({ SubnetId = '', AvailabilityZone = '', VpcId = '' }) => ({
            id: SubnetId,
            zone: AvailabilityZone,
            vpc: VpcId,
          })),
          securityGroups: SecurityGroups.map(({ GroupId = '', GroupName = '', VpcId = '' }) => ({
            id: GroupId,
            name: GroupName,
            vpc: VpcId,
          })),
        };
      }),

    create: (request) =>
      awsCall(`create ${request.kind} ${request.name} ${here}`, () =>
        createPart(eks, request).catch((error: unknown) => {
          // There, or EKS is busy with the cluster: the next look tells.
          if (awsCode(error) === 'ResourceInUseException') return;
          throw error;
        }),
      ),

    tagCluster: async (resourceArn, tags) => {
      await awsCall(`tag ${resourceArn}`, () => eks.send(new TagResourceCommand({ resourceArn, tags })));
    },

    deleteNodegroup: async (clusterName, nodegroupName) => {
      await awsCall(`delete nodegroup ${nodegroupName} of cluster "${clusterName}" ${here}`, () =>
        eks.send(new DeleteNodegroupCommand({ clusterName, nodegroupName })).catch(goneIsFine),
      );
    },

    deleteFargateProfile: async (clusterName, fargateProfileName) => {
      await awsCall(`delete Fargate profile ${fargateProfileName} of cluster "${clusterName}" ${here}`, () =>
        eks.send(new DeleteFargateProfileCommand({ clusterName, fargateProfileName })).catch(goneIsFine),
      );
    },

    deleteCluster: async (name) => {
      await awsCall(`delete cluster "${name}" ${here}`, () =>
        eks.send(new DeleteClusterCommand({ name })).catch(goneIsFine),
      );
    },
  };
}
