import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  type EKSClient,
  paginateListAccessEntries,
  paginateListAddons,
  paginateListAssociatedAccessPolicies,
  paginateListFargateProfiles,
  paginateListNodegroups,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import type { ClusterDescription, Described } from '../../core/ports/cluster-factory.ts';
import { unlessGone } from './errors.ts';
import type { Identity } from './identity.ts';

/**
 * Everything that EKS says of a cluster, and IAM of its issuer; undefined when it is not there. What goes meanwhile is
 * left out.
 */
export async function describeCluster(
  eks: EKSClient,
  identity: Pick<Identity, 'oidcProvider'>,
  name: string,
): Promise<ClusterDescription | undefined> {
  const described = await unlessGone(eks.send(new DescribeClusterCommand({ name })));
  if (!described?.cluster) return undefined;
  const cluster = described.cluster;
  const scope = { clusterName: name };
  const pages = [{ client: eks }, scope] as const;
  const issuer = cluster.identity?.oidc?.issuer;
  const oidcProvider = issuer && (await identity.oidcProvider(issuer));
  const [nodegroups, fargateProfiles, addons, accessEntries, podIdentities] = await Promise.all([
    each(paginateListNodegroups(...pages), 'nodegroups', async (nodegroupName) => {
      return (await eks.send(new DescribeNodegroupCommand({ ...scope, nodegroupName }))).nodegroup;
    }),
    each(paginateListFargateProfiles(...pages), 'fargateProfileNames', async (fargateProfileName) => {
      return (await eks.send(new DescribeFargateProfileCommand({ ...scope, fargateProfileName }))).fargateProfile;
    }),
    each(paginateListAddons(...pages), 'addons', async (addonName) => {
      return (await eks.send(new DescribeAddonCommand({ ...scope, addonName }))).addon;
    }),
    // Entries are there only for a cluster that is up and does not read the ConfigMap alone.
    cluster.status === 'ACTIVE' && cluster.accessConfig?.authenticationMode !== 'CONFIG_MAP'
      ? each(paginateListAccessEntries(...pages), 'accessEntries', (principalArn) =>
          describeEntry(eks, name, principalArn),
        )
      : [],
    describeIdentities(eks, name),
  ]);
  return {
    cluster: cluster as Described,
    nodegroups: nodegroups as Described[],
    fargateProfiles: fargateProfiles as Described[],
    addons: addons as Described[],
    accessEntries: accessEntries as ClusterDescription['accessEntries'],
    podIdentities,
    ...(oidcProvider ? { oidcProvider } : {}),
  };
}

async function describeEntry(eks: EKSClient, clusterName: string, principalArn: string) {
  const { accessEntry } = await eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn }));
  const policies = [];
  for await (const page of paginateListAssociatedAccessPolicies({ client: eks }, { clusterName, principalArn }))
    policies.push(...(page.associatedAccessPolicies ?? []));
  return { entry: accessEntry, policies };
}

/** `namespace/name` of each service account that has an association. */
export async function listIdentities(eks: EKSClient, clusterName: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { associations = [] } of paginateListPodIdentityAssociations({ client: eks }, { clusterName }))
    found.push(...associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`));
  return found;
}

async function describeIdentities(eks: EKSClient, clusterName: string): Promise<Described[]> {
  const found: Described[] = [];
  for await (const page of paginateListPodIdentityAssociations({ client: eks }, { clusterName })) {
    for (const { associationId } of page.associations ?? []) {
      const described = await unlessGone(
        eks.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
      );
      if (described?.association) found.push(described.association as Described);
    }
  }
  return found;
}

/** Describes each name of a list, a few at a time: EKS throttles describes of one cluster early. */
async function each<P extends object, T>(
  pages: AsyncIterable<P>,
  member: keyof P,
  describe: (name: string) => Promise<T | undefined>,
): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) {
    for (const name of (page[member] as string[] | undefined) ?? []) {
      const described = await unlessGone(describe(name));
      if (described) found.push(described);
    }
  }
  return found;
}
