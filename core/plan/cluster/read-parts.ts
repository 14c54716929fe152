import { CLUSTER_SETTINGS, NODEGROUP_SETTINGS } from './described-fields.data.ts';

type Tags = Record<string, string>;
// biome-ignore lint/suspicious/noExplicitAny: an answer of EKS; what is made of it is checked as a whole
export type Described = Record<string, any>;

export const readCluster = (given: Described) => {
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
    controlPlaneEgressMode: vpc.controlPlaneEgressMode,
    ipFamily: network.ipFamily ?? 'ipv4',
    serviceIpv4Cidr: network.ipFamily === 'ipv6' ? undefined : network.serviceIpv4Cidr,
    authenticationMode: given.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    logging: (given.logging?.clusterLogging ?? [])
      .flatMap((setup: Described) => (setup.enabled ? (setup.types ?? []) : []))
      .toSorted(),
    secretsKeyArn: given.encryptionConfig?.[0]?.provider?.keyArn,
    supportType: given.upgradePolicy?.supportType ?? 'EXTENDED',
    autoMode: compute?.enabled
      ? clean({ nodePools: [...(compute.nodePools ?? [])].toSorted(), nodeRoleArn: compute.nodeRoleArn })
      : undefined,
    gatewayApi: network.elasticLoadBalancing?.gatewayApi,
    ...settingsOf(given, CLUSTER_SETTINGS),
    tags: ownTags(given.tags),
  });
};

export const readProvider = (given?: Described) =>
  given ? { oidcProvider: { clientIds: [...given.clientIds].toSorted(), tags: ownTags(given.tags) } } : {};

export const readNodegroup = (given: Described) =>
  clean({
    name: given.nodegroupName,
    nodeRole: given.nodeRole,
    subnets: [...(given.subnets ?? [])].toSorted(),
    scaling: given.scalingConfig,
    instanceTypes: given.instanceTypes,
    amiType: given.amiType,
    capacityType: given.capacityType,
    diskSize: given.diskSize,
    labels: given.labels,
    taints: given.taints?.map(clean),
    ...settingsOf(given, NODEGROUP_SETTINGS),
    launchTemplate:
      given.launchTemplate && clean({ id: given.launchTemplate.id, version: given.launchTemplate.version }),
    tags: ownTags(given.tags),
  });

export const readFargateProfile = (given: Described) =>
  clean({
    name: given.fargateProfileName,
    podExecutionRoleArn: given.podExecutionRoleArn,
    subnets: [...(given.subnets ?? [])].toSorted(),
    selectors: given.selectors?.map(clean),
    tags: ownTags(given.tags),
  });

export const readAddon = (given: Described, identities: Described[]) =>
  clean({
    name: given.addonName,
    version: given.addonVersion,
    namespace: given.namespaceConfig?.namespace,
    configurationValues: given.configurationValues,
    serviceAccountRoleArn: given.serviceAccountRoleArn,
    podIdentities: sorted(
      identities
        .filter((each) => addonOf(each) === given.addonName)
        .map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn })),
      'serviceAccount',
    ),
    tags: ownTags(given.tags),
  });

/** The add-on that owns an association: `arn:…:addon/CLUSTER/NAME/ID`. */
export const addonOf = ({ ownerArn }: Described): string | undefined => ownerArn?.split('/')[2];

/** Groups and user names of entries for nodes are EKS's own (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html). */
export const readAccessEntry = ({ entry, policies }: Described) => {
  const { type = 'STANDARD', username, principalArn } = entry;
  const isChosen = type === 'STANDARD' && !username?.includes(':assumed-role/') && username !== principalArn;
  return clean({
    principalArn,
    type,
    username: isChosen ? username : undefined,
    kubernetesGroups: type === 'STANDARD' ? entry.kubernetesGroups : [],
    policies: sorted(
      policies.map(({ policyArn, accessScope }: Described) =>
        clean({ policyArn, namespaces: accessScope?.type === 'namespace' ? accessScope.namespaces : undefined }),
      ),
      'policyArn',
    ),
    tags: ownTags(entry.tags),
  });
};

export const readPodIdentity = (given: Described) =>
  clean({
    namespace: given.namespace,
    serviceAccount: given.serviceAccount,
    roleArn: given.roleArn,
    targetRoleArn: given.targetRoleArn,
    disableSessionTags: given.disableSessionTags || undefined,
    policy: given.policy || undefined,
    tags: ownTags(given.tags),
  });

const settingsOf = (given: Described, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, given[name] && clean(given[name])]));

/** Without those of AWS, which nobody can set, and our own. */
const ownTags = (tags: Tags = {}) =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:') && !key.startsWith('kubeferry:')));

/** Without members that are not set. */
const clean = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null));

export const sorted = <T extends object>(items: T[], ...by: string[]): T[] => {
  const key = (item: T) => by.map((name) => (item as Record<string, unknown>)[name]).join(' ');
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
};
