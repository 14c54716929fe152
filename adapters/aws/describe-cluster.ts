import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  type EKSClient,
  ListAssociatedAccessPoliciesCommand,
  paginateListAccessEntries,
  paginateListAddons,
  paginateListCapabilities,
  paginateListFargateProfiles,
  paginateListIdentityProviderConfigs,
  paginateListNodegroups,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import { KubeferryError } from '../../core/base/errors.ts';
import type { ClusterDescription, Described } from '../../core/base/ports/cluster-factory.ts';
import { isGone, unlessGone } from './errors.ts';
import type { Identity } from './identity.ts';
import { sendWhole } from './send-whole.ts';

/**
 * Everything that EKS says of a cluster, and IAM of its issuer; undefined when it does not exist. What goes meanwhile is
 * left out.
 */
export async function describeCluster(
  eks: EKSClient,
  identity: Pick<Identity, 'oidcProvider'>,
  name: string,
): Promise<ClusterDescription | undefined> {
  const cluster = await describe(eks, new DescribeClusterCommand({ name }), 'cluster');
  if (!cluster) return undefined;
  if (NOT_THERE_YET.includes(String(cluster.status))) return { cluster, ...NOTHING };
  const scope = { clusterName: name };
  const pages = [{ client: eks }, scope] as const;
  const { accessConfig, identity: issued } = cluster as ClusterWire;
  const issuer = issued?.oidc?.issuer;
  const oidcProvider = issuer && (await identity.oidcProvider(issuer));
  // Of one that is being deleted EKS lists only what has to go first; entries has one that does not read the ConfigMap alone.
  const isUp = cluster.status !== 'DELETING';
  const hasEntries = isUp && accessConfig?.authenticationMode !== 'CONFIG_MAP';
  const [nodegroups, fargateProfiles, addons, accessEntries, podIdentities, identityProviders, capabilities] =
    await Promise.all([
      each(namesOf(paginateListNodegroups(...pages), 'nodegroups'), (nodegroupName) =>
        describe(eks, new DescribeNodegroupCommand({ ...scope, nodegroupName }), 'nodegroup'),
      ),
      each(namesOf(paginateListFargateProfiles(...pages), 'fargateProfileNames'), (fargateProfileName) =>
        describe(eks, new DescribeFargateProfileCommand({ ...scope, fargateProfileName }), 'fargateProfile'),
      ),
      each(namesOf(paginateListAddons(...pages), 'addons'), (addonName) =>
        describe(eks, new DescribeAddonCommand({ ...scope, addonName }), 'addon'),
      ),
      hasEntries
        ? each(namesOf(paginateListAccessEntries(...pages), 'accessEntries'), (principalArn) =>
            describeEntry(eks, name, principalArn),
          )
        : [],
      each(associationsOf(eks, name), ({ associationId }) =>
        describe(eks, new DescribePodIdentityAssociationCommand({ ...scope, associationId }), 'association'),
      ),
      isUp ? listProviders(pages) : [],
      isUp ? listCapabilities(pages) : [],
    ]).catch(notListedYet(name));
  return {
    cluster,
    nodegroups,
    fargateProfiles,
    addons,
    accessEntries,
    podIdentities,
    identityProviders,
    capabilities,
    ...(oidcProvider ? { oidcProvider } : {}),
  };
}

/** EKS has described the cluster, and a list of its parts does not know it: that comes a moment later, or it has just gone. */
const notListedYet = (name: string) => (error: unknown) => {
  if (!isGone(error)) throw error;
  const said = `EKS describes cluster "${name}" and does not list its parts yet; it is asked again.`;
  throw new KubeferryError('NotYet', said, { cause: error });
};

/** States in which a cluster has no parts, and EKS may refuse to list them. */
const NOT_THERE_YET = ['CREATING', 'PENDING', 'FAILED'];
const NOTHING = { nodegroups: [], fargateProfiles: [], addons: [], accessEntries: [], podIdentities: [] };

interface ClusterWire {
  accessConfig?: { authenticationMode?: string };
  identity?: { oidc?: { issuer?: string } };
}

/** The member of the answer with all its fields; undefined when the thing does not exist. */
async function describe(eks: EKSClient, command: object, member: string): Promise<Described | undefined> {
  return (await unlessGone(sendWhole(eks, command)))?.[member] as Described | undefined;
}

async function describeEntry(eks: EKSClient, clusterName: string, principalArn: string) {
  const scope = { clusterName, principalArn };
  const entry = await describe(eks, new DescribeAccessEntryCommand(scope), 'accessEntry');
  if (!entry) return undefined;
  const policies: Described[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
    const page = await sendWhole(eks, new ListAssociatedAccessPoliciesCommand({ ...scope, nextToken }));
    policies.push(...((page.associatedAccessPolicies as Described[] | undefined) ?? []));
    nextToken = page.nextToken as string | undefined;
  }
  return { entry, policies };
}

/** OpenID Connect identity providers, by which people enter. */
const listProviders = (pages: Pages) =>
  each(membersOf(paginateListIdentityProviderConfigs(...pages), 'identityProviderConfigs'), async ({ name }) => name);

const listCapabilities = (pages: Pages) =>
  each(membersOf(paginateListCapabilities(...pages), 'capabilities'), async (one) => one.capabilityName);
type Pages = readonly [{ client: EKSClient }, { clusterName: string }];

/** `namespace/name` of each service account that has an association. */
export async function listIdentities(eks: EKSClient, clusterName: string): Promise<string[]> {
  return each(
    associationsOf(eks, clusterName),
    async ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
  );
}

const associationsOf = (client: EKSClient, clusterName: string) =>
  membersOf(paginateListPodIdentityAssociations({ client }, { clusterName }), 'associations');

const namesOf = <P extends object, K extends keyof P>(pages: AsyncIterable<P>, member: K) =>
  membersOf(pages, member) as AsyncIterable<string>;

async function* membersOf<P extends object, K extends keyof P>(
  pages: AsyncIterable<P>,
  member: K,
): AsyncGenerator<NonNullable<P[K]> extends (infer T)[] ? T : never> {
  for await (const page of pages) yield* (page[member] as never[] | undefined) ?? [];
}

/** What is there of each member of a list, one after the other: EKS throttles describes of one cluster early. */
async function each<T, R>(members: AsyncIterable<T>, look: (member: T) => Promise<R | undefined>): Promise<R[]> {
  const found: R[] = [];
  for await (const member of members) {
    const described = await unlessGone(look(member));
    if (described !== undefined) found.push(described);
  }
  return found;
}
