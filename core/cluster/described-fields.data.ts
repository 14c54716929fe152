/**
 * Every field of EKS's answers that is known, and so either in the blueprint (`copy`) or made by the server (`theirs`).
 * What is in an answer and not here is reported. `off` names the value that means nothing is set.
 * Fields: the types Cluster, Nodegroup, FargateProfile, Addon, AccessEntry and PodIdentityAssociation of
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_Types.html
 */
export type Known = 'copy' | 'theirs' | { [field: string]: Known };

const named = (names: string, known: Known) => Object.fromEntries(names.split(' ').map((name) => [name, known]));

export const CLUSTER: Known = {
  ...named('version roleArn logging tags upgradePolicy computeConfig encryptionConfig', 'copy'),
  ...named('name arn createdAt endpoint certificateAuthority status platformVersion health identity id', 'theirs'),
  // Reported on its own: with it the run could not be undone.
  deletionProtection: 'theirs',
  clientRequestToken: 'theirs',
  resourcesVpcConfig: {
    ...named('subnetIds securityGroupIds endpointPublicAccess endpointPrivateAccess publicAccessCidrs', 'copy'),
    ...named('clusterSecurityGroupId vpcId', 'theirs'),
  },
  kubernetesNetworkConfig: {
    ...named('serviceIpv4Cidr ipFamily', 'copy'),
    serviceIpv6Cidr: 'theirs',
    elasticLoadBalancing: { enabled: 'copy' },
  },
  storageConfig: { blockStorage: { enabled: 'copy' } },
  accessConfig: { authenticationMode: 'copy', bootstrapClusterCreatorAdminPermissions: 'theirs' },
};

export const NODEGROUP: Known = {
  ...named('nodegroupName nodeRole subnets scalingConfig instanceTypes amiType capacityType diskSize', 'copy'),
  ...named('labels taints updateConfig tags', 'copy'),
  launchTemplate: { ...named('id version', 'copy'), name: 'theirs' },
  // The release of the node image is the newest of the version; resources are the Auto Scaling group.
  ...named('nodegroupArn clusterName version releaseVersion createdAt modifiedAt status resources health', 'theirs'),
};

export const FARGATE_PROFILE: Known = {
  ...named('fargateProfileName podExecutionRoleArn subnets selectors tags', 'copy'),
  ...named('fargateProfileArn clusterName createdAt status health', 'theirs'),
};

export const ADDON: Known = {
  ...named('addonName addonVersion configurationValues serviceAccountRoleArn podIdentityAssociations tags', 'copy'),
  ...named('clusterName status health addonArn createdAt modifiedAt publisher owner', 'theirs'),
};

export const ACCESS_ENTRY: Known = {
  ...named('principalArn kubernetesGroups username type tags', 'copy'),
  ...named('clusterName accessEntryArn createdAt modifiedAt', 'theirs'),
};

export const POD_IDENTITY: Known = {
  ...named('namespace serviceAccount roleArn targetRoleArn disableSessionTags tags', 'copy'),
  ...named('clusterName associationArn associationId createdAt modifiedAt ownerArn externalId', 'theirs'),
};
