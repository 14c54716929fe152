import { MADE_BY, TAG } from '../clone/names.ts';
import type { Finding } from '../manifests/finding.ts';
import type { Json } from '../manifests/kube-object.ts';
import type { ClusterDescription, Described } from '../ports/cluster-factory.ts';
import { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';
import * as fields from './described-fields.data.ts';
import { unknownFields } from './unknown-fields.ts';

type Tags = Record<string, string>;
// biome-ignore lint/suspicious/noExplicitAny: an answer of EKS; what is made of it is checked as a whole
type Part = Record<string, any>;

/**
 * The blueprint of a cluster that EKS describes. Fields that this version does not know are findings: the new cluster
 * then has EKS's default there. Left out: what EKS or a run of kubeferry makes by itself.
 */
export function readBlueprint(
  name: string,
  description: ClusterDescription,
): { blueprint: Blueprint; findings: Finding[] } {
  const { cluster, nodegroups, fargateProfiles, addons, accessEntries } = description;
  const podIdentities: Part[] = description.podIdentities;
  const identities = podIdentities.map(podIdentity);
  const blueprint = Blueprint.parse({
    cluster: { ...clusterPart(cluster), ...oidcPart(description.oidcProvider) },
    nodegroups: sorted(nodegroups.map(nodegroup), 'name'),
    fargateProfiles: sorted(fargateProfiles.map(fargateProfile), 'name'),
    addons: sorted(
      addons.map((each) => addon(each, podIdentities)),
      'name',
    ),
    accessEntries: sorted(accessEntries.filter(isOwnWork(description)).map(accessEntry), 'principalArn'),
    podIdentities: sorted(
      identities.filter((_, at) => !podIdentities[at]?.ownerArn),
      'namespace',
      'serviceAccount',
    ),
  });
  return { blueprint, findings: findingsOf(name, description) };
}

const clusterPart = (given: Part) => {
  const { resourcesVpcConfig: vpc = {}, kubernetesNetworkConfig: network = {}, computeConfig: compute } = given;
  return clean({
    version: given.version,
    roleArn: given.roleArn,
    subnetIds: [...(vpc.subnetIds ?? [])].toSorted(),
    securityGroupIds: [...(vpc.securityGroupIds ?? [])].toSorted(),
    endpoint: {
      public: vpc.endpointPublicAccess ?? true,
      private: vpc.endpointPrivateAccess ?? false,
      publicCidrs: vpc.endpointPublicAccess === false ? [] : [...(vpc.publicAccessCidrs ?? [])].toSorted(),
    },
    ipFamily: network.ipFamily ?? 'ipv4',
    serviceIpv4Cidr: network.ipFamily === 'ipv6' ? undefined : network.serviceIpv4Cidr,
    authenticationMode: given.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    logging: (given.logging?.clusterLogging ?? [])
      .flatMap((setup: Part) => (setup.enabled ? (setup.types ?? []) : []))
      .toSorted(),
    secretsKeyArn: given.encryptionConfig?.[0]?.provider?.keyArn,
    supportType: given.upgradePolicy?.supportType ?? 'EXTENDED',
    autoMode: compute?.enabled
      ? clean({ nodePools: [...(compute.nodePools ?? [])].toSorted(), nodeRoleArn: compute.nodeRoleArn })
      : undefined,
    tags: ownTags(given.tags),
  });
};

const oidcPart = (given?: Part) =>
  given ? { oidcProvider: { clientIds: [...given.clientIds].toSorted(), tags: ownTags(given.tags) } } : {};

const nodegroup = (given: Part) =>
  clean({
    name: given.nodegroupName,
    nodeRole: given.nodeRole,
    subnets: [...(given.subnets ?? [])].toSorted(),
    scaling: given.scalingConfig,
    instanceTypes: given.instanceTypes ?? undefined,
    amiType: given.amiType,
    capacityType: given.capacityType,
    diskSize: given.diskSize,
    labels: given.labels,
    taints: given.taints?.map(clean),
    updateConfig: given.updateConfig && clean(given.updateConfig),
    launchTemplate:
      given.launchTemplate && clean({ id: given.launchTemplate.id, version: given.launchTemplate.version }),
    tags: ownTags(given.tags),
  });

const fargateProfile = (given: Part) =>
  clean({
    name: given.fargateProfileName,
    podExecutionRoleArn: given.podExecutionRoleArn,
    subnets: [...(given.subnets ?? [])].toSorted(),
    selectors: given.selectors?.map(clean),
    tags: ownTags(given.tags),
  });

function addon(given: Part, identities: Part[]) {
  // `arn:…:addon/CLUSTER/NAME/ID`
  const owned = identities.filter((each) => each.ownerArn?.split('/')[2] === given.addonName);
  return clean({
    name: given.addonName,
    version: given.addonVersion,
    configurationValues: given.configurationValues,
    serviceAccountRoleArn: given.serviceAccountRoleArn,
    podIdentities: sorted(
      owned.map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn })),
      'serviceAccount',
    ),
    tags: ownTags(given.tags),
  });
}

const accessEntry = ({ entry, policies }: Part) =>
  clean({
    principalArn: entry.principalArn,
    type: entry.type ?? 'STANDARD',
    // EKS derives it from the principal when nobody chose one.
    username:
      entry.username?.includes(':assumed-role/') || entry.username === entry.principalArn ? undefined : entry.username,
    kubernetesGroups: entry.kubernetesGroups,
    policies: sorted(
      policies.map(({ policyArn, accessScope }: Part) =>
        clean({ policyArn, namespaces: accessScope?.type === 'namespace' ? accessScope.namespaces : undefined }),
      ),
      'policyArn',
    ),
    tags: ownTags(entry.tags),
  });

const podIdentity = (given: Part) =>
  clean({
    namespace: given.namespace,
    serviceAccount: given.serviceAccount,
    roleArn: given.roleArn,
    targetRoleArn: given.targetRoleArn,
    disableSessionTags: given.disableSessionTags || undefined,
    tags: ownTags(given.tags),
  });

/**
 * Entries that nobody made by hand: those of a run of kubeferry (its own way in has no clone id), of AWS's own service
 * roles, and those that EKS makes for the roles of nodes and Fargate pods
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
 */
const isOwnWork = ({ nodegroups, fargateProfiles, cluster }: ClusterDescription) => {
  const roles = new Set([
    ...nodegroups.map((each) => each.nodeRole),
    ...fargateProfiles.map((each) => each.podExecutionRoleArn),
    (cluster.computeConfig as Part | undefined)?.nodeRoleArn,
  ]);
  return ({ entry }: Part): boolean => {
    const tags: Tags = entry.tags ?? {};
    if (tags[TAG.madeBy] === MADE_BY && tags[TAG.cloneId] === undefined) return false;
    if (entry.principalArn.includes(':role/aws-service-role/')) return false;
    return (entry.type ?? 'STANDARD') === 'STANDARD' || !roles.has(entry.principalArn);
  };
};

/** Without those of AWS, which nobody can set, and our own. */
const ownTags = (tags: Tags = {}) =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:') && !key.startsWith('kubeferry:')));

/** What is not carried over for a reason of its own. */
const SENTENCES: Record<string, string> = {
  'cluster.remoteNetworkConfig':
    'Hybrid nodes stay with the source: they are machines of yours, joined to one cluster, in networks that the new VPC may not reach. The new cluster has none; join other machines to it by hand, and place what runs on them.',
};

function findingsOf(name: string, { cluster, ...parts }: ClusterDescription): Finding[] {
  const unknown = [
    ...unknownFields(cluster, fields.CLUSTER, 'cluster'),
    ...parts.nodegroups.flatMap((each) => unknownFields(each, fields.NODEGROUP, `nodegroups.${each.nodegroupName}`)),
    ...parts.fargateProfiles.flatMap((each) =>
      unknownFields(each, fields.FARGATE_PROFILE, `fargateProfiles.${each.fargateProfileName}`),
    ),
    ...parts.addons.flatMap((each) => unknownFields(each, fields.ADDON, `addons.${each.addonName}`)),
    ...parts.accessEntries.flatMap(({ entry }) =>
      unknownFields(entry, fields.ACCESS_ENTRY, `accessEntries.${entry.principalArn}`),
    ),
    ...parts.podIdentities.flatMap((each) =>
      unknownFields(each, fields.POD_IDENTITY, `podIdentities.${each.namespace}/${each.serviceAccount}`),
    ),
  ].map(({ path, value }) =>
    clusterFinding(
      'warning',
      name,
      path,
      SENTENCES[path] ??
        `The source cluster has ${path}, which kubeferry does not carry over: the new cluster gets EKS's default. Set it there by hand if it matters.`,
      { current: JSON.parse(JSON.stringify(value)) as Json },
    ),
  );
  if (!(cluster as Described).deletionProtection) return unknown;
  const sentence =
    'The new cluster has no deletion protection, so that its run can be undone. Turn it on when you are content with it.';
  return [...unknown, clusterFinding('info', name, 'cluster.deletionProtection', sentence)];
}

/** Without members that are not set. */
const clean = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null));

function sorted<T extends Part>(items: T[], ...by: string[]): T[] {
  const key = (item: T) => by.map((field) => item[field]).join(' ');
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
