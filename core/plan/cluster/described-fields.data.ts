/**
 * Every field of EKS's answers that is known. `copy` is in the blueprint; `theirs` is made by the server; `left` is
 * not copied and reported. What is in an answer and not here is reported as well. An object stands for a structure, or for each
 * member of a list of such.
 * Fields: the types Cluster, Nodegroup, FargateProfile, Addon, AccessEntry, AssociatedAccessPolicy and
 * PodIdentityAssociation of https://docs.aws.amazon.com/eks/latest/APIReference/API_Types.html
 */
export type Known = 'copy' | 'theirs' | 'left' | { [field: string]: Known };

const named = (names: string, known: Known) => Object.fromEntries(names.split(' ').map((name) => [name, known]));

/** Settings that mean the same in any account and Region: kept under EKS's names, as EKS has them. */
const OF_CLUSTER = {
  zonalShiftConfig: { enabled: 'copy' },
  controlPlaneScalingConfig: { tier: 'copy' },
  kubeApiServerConfig: { eventTtl: 'copy', serviceNodePortRange: named('minPort maxPort', 'copy') },
  kubeSchedulerConfig: {
    nodeResourcesFit: { scoringStrategy: { type: 'copy', resources: named('name weight', 'copy') } },
  },
  kubeControllerManagerConfig: {
    podGcControllerConfig: { terminatedPodGcThreshold: 'copy' },
    horizontalPodAutoscalerControllerConfig: { horizontalPodAutoscalerSyncPeriod: 'copy' },
  },
} as const satisfies Record<string, Known>;

const OF_NODEGROUP = {
  updateConfig: named('maxUnavailable maxUnavailablePercentage updateStrategy', 'copy'),
  nodeRepairConfig: {
    ...named('enabled maxUnhealthyNodeThresholdCount maxUnhealthyNodeThresholdPercentage', 'copy'),
    ...named('maxParallelNodesRepairedCount maxParallelNodesRepairedPercentage', 'copy'),
    nodeRepairConfigOverrides: named(
      'nodeMonitoringCondition nodeUnhealthyReason minRepairWaitTimeMins repairAction',
      'copy',
    ),
  },
  warmPoolConfig: named('enabled minSize maxGroupPreparedCapacity poolState reuseOnScaleIn', 'copy'),
} as const satisfies Record<string, Known>;

export const CLUSTER_SETTINGS = Object.keys(OF_CLUSTER) as (keyof typeof OF_CLUSTER)[];
export const NODEGROUP_SETTINGS = Object.keys(OF_NODEGROUP) as (keyof typeof OF_NODEGROUP)[];

export const CLUSTER: Known = {
  ...named('version roleArn tags', 'copy'),
  ...OF_CLUSTER,
  ...named('name arn createdAt endpoint certificateAuthority status platformVersion health identity id', 'theirs'),
  // Told on its own: with it the run could not be undone.
  deletionProtection: 'theirs',
  clientRequestToken: 'theirs',
  ...named('remoteNetworkConfig outpostConfig connectorConfig', 'left'),
  resourcesVpcConfig: {
    ...named('subnetIds securityGroupIds endpointPublicAccess endpointPrivateAccess publicAccessCidrs', 'copy'),
    controlPlaneEgressMode: 'copy',
    ...named('clusterSecurityGroupId vpcId', 'theirs'),
  },
  kubernetesNetworkConfig: {
    ...named('serviceIpv4Cidr ipFamily', 'copy'),
    serviceIpv6Cidr: 'theirs',
    elasticLoadBalancing: { enabled: 'copy', gatewayApi: { crds: { managed: 'copy' } } },
  },
  logging: { clusterLogging: named('types enabled', 'copy') },
  encryptionConfig: { resources: 'copy', provider: { keyArn: 'copy' } },
  upgradePolicy: { supportType: 'copy' },
  computeConfig: named('enabled nodePools nodeRoleArn', 'copy'),
  storageConfig: { blockStorage: { enabled: 'copy' } },
  accessConfig: { authenticationMode: 'copy', bootstrapClusterCreatorAdminPermissions: 'theirs' },
};

export const NODEGROUP: Known = {
  ...named('nodegroupName nodeRole subnets instanceTypes amiType capacityType diskSize labels tags', 'copy'),
  ...OF_NODEGROUP,
  scalingConfig: named('minSize maxSize desiredSize', 'copy'),
  taints: named('key value effect', 'copy'),
  launchTemplate: { ...named('id version', 'copy'), name: 'theirs' },
  remoteAccess: 'left',
  // New nodes have the cluster's version and the newest image of it; resources are the Auto Scaling group.
  ...named('nodegroupArn clusterName version releaseVersion createdAt modifiedAt status resources health', 'theirs'),
};

export const FARGATE_PROFILE: Known = {
  ...named('fargateProfileName podExecutionRoleArn subnets tags', 'copy'),
  selectors: named('namespace labels', 'copy'),
  ...named('fargateProfileArn clusterName createdAt status health', 'theirs'),
};

export const ADDON: Known = {
  ...named('addonName addonVersion configurationValues serviceAccountRoleArn podIdentityAssociations tags', 'copy'),
  namespaceConfig: { namespace: 'copy' },
  marketplaceInformation: 'left',
  ...named('clusterName status health addonArn createdAt modifiedAt publisher owner', 'theirs'),
};

export const ACCESS_ENTRY: Known = {
  ...named('principalArn kubernetesGroups username type tags', 'copy'),
  ...named('clusterName accessEntryArn createdAt modifiedAt', 'theirs'),
};

export const ACCESS_POLICY: Known = {
  policyArn: 'copy',
  accessScope: named('type namespaces', 'copy'),
  ...named('associatedAt modifiedAt', 'theirs'),
};

const OF_IDENTITY = named(
  'clusterName associationArn associationId createdAt modifiedAt ownerArn externalId',
  'theirs',
);

export const POD_IDENTITY: Known = {
  ...named('namespace serviceAccount roleArn targetRoleArn disableSessionTags policy tags', 'copy'),
  ...OF_IDENTITY,
};

/** Of an association that an add-on owns: CreateAddon takes no more of it, and its tags are the add-on's. */
export const ADDON_POD_IDENTITY: Known = {
  ...named('serviceAccount roleArn', 'copy'),
  ...OF_IDENTITY,
  ...named('namespace tags', 'theirs'),
  ...named('targetRoleArn disableSessionTags policy', 'left'),
};
