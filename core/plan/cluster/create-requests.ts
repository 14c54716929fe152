import { createHash } from 'node:crypto';
import type { CreateRequest, PartKind } from '../../base/ports/create-request.ts';
import { CLUSTER_STEP, MADE_BY, TAG } from '../../base/run/names.ts';
import type { Blueprint, Nodegroup } from './blueprint.ts';
import { CLUSTER_SETTINGS } from './described-fields.data.ts';

/** Who makes a cluster. */
export interface Origin {
  cloneId: string;
  /** Name of the route. */
  route: string;
}

/**
 * Every call that makes the cluster, in order: the same for the same blueprint and run, tokens included, so that any of
 * them may be repeated (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html and its siblings).
 */
export function createRequests(name: string, blueprint: Blueprint, { cloneId, route }: Origin): CreateRequest[] {
  const ours = { [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId };
  const request = (kind: PartKind, part: string, input: Record<string, unknown>, tags?: Record<string, string>) => ({
    kind,
    name: part,
    input: {
      ...withoutUnset(input),
      clientRequestToken: tokenOf(cloneId, name, kind, part),
      ...(tags ? { tags: { ...tags, ...ours } } : {}),
    },
  });
  const inCluster = { clusterName: name };
  return [
    request(
      'cluster',
      name,
      { name, ...clusterInput(blueprint) },
      { ...blueprint.cluster.tags, [TAG.step]: CLUSTER_STEP.beingCreated, [TAG.route]: route },
    ),
    ...blueprint.nodegroups.map(({ name: nodegroupName, scaling, tags, ...rest }) =>
      request(
        'nodegroup',
        nodegroupName,
        { ...inCluster, nodegroupName, scalingConfig: scaling, ...forTemplate(rest) },
        tags,
      ),
    ),
    ...blueprint.fargateProfiles.map(({ name: fargateProfileName, tags, ...rest }) =>
      request('fargate-profile', fargateProfileName, { ...inCluster, fargateProfileName, ...rest }, tags),
    ),
    // Before the add-ons, which may take roles by it.
    ...[blueprint.cluster.oidcProvider ?? []]
      .flat()
      .map(({ clientIds, tags }) => request('oidc-provider', name, { ...inCluster, clientIds }, tags)),
    ...blueprint.addons.map(({ name: addonName, version, namespace, podIdentities, tags, ...rest }) =>
      request(
        'addon',
        addonName,
        {
          ...inCluster,
          addonName,
          addonVersion: version,
          // EKS has put its own, unmanaged copies of the network add-ons into the new cluster.
          resolveConflicts: 'OVERWRITE',
          ...rest,
          namespaceConfig: namespace && { namespace },
          podIdentityAssociations: podIdentities.length > 0 ? podIdentities : undefined,
        },
        tags,
      ),
    ),
    ...blueprint.accessEntries.map(({ policies: _, tags, kubernetesGroups, ...entry }) => {
      // Entries for nodes take none.
      const groups = entry.type === 'STANDARD' ? { kubernetesGroups } : {};
      return request('access-entry', entry.principalArn, { ...inCluster, ...entry, ...groups }, tags);
    }),
    ...policyRequests(name, blueprint),
    ...blueprint.podIdentities.map(({ tags, ...rest }) =>
      request('pod-identity', `${rest.namespace}/${rest.serviceAccount}`, { ...inCluster, ...rest }, tags),
    ),
  ];
}

/** Those that give access entries their policies: EKS takes no tags and no token for them. */
export function policyRequests(clusterName: string, { accessEntries }: Blueprint): CreateRequest[] {
  return accessEntries.flatMap(({ principalArn, policies }) =>
    policies.map(({ policyArn, namespaces }) => {
      const accessScope = namespaces ? { type: 'namespace', namespaces } : { type: 'cluster' };
      const input = { clusterName, principalArn, policyArn, accessScope };
      return { kind: 'access-policy', name: `${principalArn} ${policyArn}`, input };
    }),
  );
}

function clusterInput({ cluster }: Blueprint): Record<string, unknown> {
  const { endpoint, autoMode } = cluster;
  return {
    version: cluster.version,
    roleArn: cluster.roleArn,
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      ...(cluster.securityGroupIds.length > 0 ? { securityGroupIds: cluster.securityGroupIds } : {}),
      endpointPublicAccess: endpoint.public,
      endpointPrivateAccess: endpoint.private,
      ...(endpoint.publicCidrs.length > 0 ? { publicAccessCidrs: endpoint.publicCidrs } : {}),
      ...withoutUnset({ controlPlaneEgressMode: cluster.controlPlaneEgressMode }),
    },
    kubernetesNetworkConfig: withoutUnset({
      ipFamily: cluster.ipFamily,
      serviceIpv4Cidr: cluster.serviceIpv4Cidr,
      elasticLoadBalancing: autoMode && { enabled: true, ...withoutUnset({ gatewayApi: cluster.gatewayApi }) },
    }),
    // Nobody becomes administrator by making the cluster: a run enters it as any other.
    accessConfig: { authenticationMode: cluster.authenticationMode, bootstrapClusterCreatorAdminPermissions: false },
    logging: cluster.logging.length > 0 ? { clusterLogging: [{ types: cluster.logging, enabled: true }] } : undefined,
    encryptionConfig: cluster.secretsKeyArn && [
      { resources: ['secrets'], provider: { keyArn: cluster.secretsKeyArn } },
    ],
    upgradePolicy: { supportType: cluster.supportType },
    ...Object.fromEntries(CLUSTER_SETTINGS.map((setting) => [setting, cluster[setting]])),
    ...(autoMode
      ? {
          // All of Auto Mode or nothing of it; it brings what the unmanaged add-ons do
          // (https://docs.aws.amazon.com/eks/latest/userguide/automode-cli.html).
          computeConfig: { enabled: true, ...withoutUnset(autoMode) },
          storageConfig: { blockStorage: { enabled: true } },
          bootstrapSelfManagedAddons: false,
        }
      : {}),
  };
}

/**
 * A launch template brings its own disk, its image where it names one (EKS then says `CUSTOM`), and its instance types
 * where the group names none (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html).
 */
const forTemplate = (group: Omit<Nodegroup, 'name' | 'scaling' | 'tags'>) => ({
  ...group,
  instanceTypes: group.instanceTypes.length > 0 ? group.instanceTypes : undefined,
  amiType: group.amiType === 'CUSTOM' ? undefined : group.amiType,
  diskSize: group.launchTemplate ? undefined : group.diskSize,
});

/** At most 64 characters of ASCII. */
const tokenOf = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex');

const withoutUnset = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
