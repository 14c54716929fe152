import {
  AssociateAccessPolicyCommand,
  type Cluster,
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeClusterCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
  paginateListAssociatedAccessPolicies,
  paginateListClusters,
  type ServiceNodePortRange,
  type VpcConfigResponse,
} from '@aws-sdk/client-eks';
import { KubeferryError } from '../../core/base/errors.ts';
import type { AccessPolicy, ClusterInfo, ClusterNetwork, Clusters, PortRange } from '../../core/base/ports/clusters.ts';
import { clientConfig } from './clients.ts';
import { awsCall, awsCode, isGone, unlessGone } from './errors.ts';
import type { MemberSession } from './member.ts';

/** EKS in one account and Region. */
export function eksClusters(session: MemberSession): Clusters {
  const eks = new EKSClient(clientConfig(session));
  const here = `in account ${session.account}, ${session.region}`;

  const names = async () => {
    const found: string[] = [];
    for await (const page of paginateListClusters({ client: eks }, {})) found.push(...(page.clusters ?? []));
    return found;
  };

  return {
    describe: (name) =>
      awsCall(`describe cluster "${name}" ${here}`, async () => {
        try {
          const { cluster } = await eks.send(new DescribeClusterCommand({ name }));
          return clusterFrom(cluster ?? {});
        } catch (error) {
          if (isGone(error)) throw notThere(name, here, await names());
          throw error;
        }
      }),

    createAccessEntry: (clusterName, principalArn, tags, groups = []) =>
      awsCall(`enter cluster "${clusterName}" as ${principalArn}`, async () => {
        try {
          const kubernetesGroups = groups.length > 0 ? { kubernetesGroups: [...groups] } : {};
          const asked = { clusterName, principalArn, type: 'STANDARD', tags, ...kubernetesGroups };
          await eks.send(new CreateAccessEntryCommand(asked));
          return true;
        } catch (error) {
          if (awsCode(error) === 'ResourceInUseException') return false;
          throw error;
        }
      }),

    associate: async (clusterName, principalArn, { policyArn, namespaces }) => {
      const accessScope = namespaces ? { type: 'namespace' as const, namespaces } : { type: 'cluster' as const };
      await awsCall(`give ${principalArn} the policy ${policyArn} on cluster "${clusterName}"`, () =>
        eks.send(new AssociateAccessPolicyCommand({ clusterName, principalArn, policyArn, accessScope })),
      );
    },

    disassociate: async (clusterName, principalArn, policyArn) => {
      await awsCall(`take the policy ${policyArn} of ${principalArn} back on cluster "${clusterName}"`, () =>
        unlessGone(eks.send(new DisassociateAccessPolicyCommand({ clusterName, principalArn, policyArn }))),
      );
    },

    listAssociated: (clusterName, principalArn) =>
      awsCall(`list the policies of ${principalArn} on cluster "${clusterName}"`, async () => {
        const found: AccessPolicy[] = [];
        const pages = paginateListAssociatedAccessPolicies({ client: eks }, { clusterName, principalArn });
        for await (const page of pages) {
          for (const { policyArn = '', accessScope } of page.associatedAccessPolicies ?? []) {
            const namespaces = accessScope?.type === 'namespace' ? accessScope.namespaces : undefined;
            found.push({ policyArn, ...(namespaces ? { namespaces } : {}) });
          }
        }
        return found;
      }),

    deleteAccessEntry: async (clusterName, principalArn) => {
      await awsCall(`remove the access entry of ${principalArn} from cluster "${clusterName}"`, () =>
        unlessGone(eks.send(new DeleteAccessEntryCommand({ clusterName, principalArn }))),
      );
    },
  };
}

function clusterFrom(given: Cluster): ClusterInfo {
  return {
    name: given.name ?? '',
    arn: given.arn ?? '',
    status: given.status ?? '',
    endpoint: given.endpoint ?? '',
    certificateAuthority: Buffer.from(given.certificateAuthority?.data ?? '', 'base64').toString('utf8'),
    version: given.version ?? '',
    // A cluster from before access entries does not say its mode.
    authenticationMode: given.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    network: networkFrom(given.resourcesVpcConfig ?? {}),
    autoModeStorage: given.storageConfig?.blockStorage?.enabled ?? false,
    nodePorts: portsFrom(given.kubeApiServerConfig?.serviceNodePortRange),
    tags: given.tags ?? {},
    issuer: given.identity?.oidc?.issuer,
  };
}

const portsFrom = ({ minPort, maxPort }: ServiceNodePortRange = {}): PortRange | undefined =>
  minPort !== undefined && maxPort !== undefined ? { min: minPort, max: maxPort } : undefined;

function networkFrom(given: VpcConfigResponse): ClusterNetwork {
  const publicEndpoint = given.endpointPublicAccess ?? false;
  return {
    publicEndpoint,
    publicCidrs: publicEndpoint ? (given.publicAccessCidrs ?? []) : [],
    privateEndpoint: given.endpointPrivateAccess ?? false,
    vpcId: given.vpcId ?? '',
    subnetIds: given.subnetIds ?? [],
    securityGroupId: given.clusterSecurityGroupId ?? '',
    otherSecurityGroupIds: given.securityGroupIds ?? [],
  };
}

function notThere(name: string, here: string, names: string[]): KubeferryError {
  const there = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is no cluster at all.';
  return new KubeferryError(
    'NotFound',
    `There is no EKS cluster "${name}" ${here}. ${there} Way out: correct the cluster of the route in kubeferry.config.ts.`,
  );
}
