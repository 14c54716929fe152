import type { Known } from '../described-fields.data.ts';

const named = (names: string, known: Known) => Object.fromEntries(names.split(' ').map((name) => [name, known]));

const AGENT_POOL: Known = {
  ...named('name mode vmSize count minCount maxCount enableAutoScaling availabilityZones osType osSKU', 'copy'),
  ...named('osDiskSizeGB osDiskType maxPods nodeTaints nodeLabels scaleSetPriority spotMaxPrice vnetSubnetID', 'copy'),
  ...named('podSubnetID enableNodePublicIP enableEncryptionAtHost tags', 'copy'),
  ...named(
    'provisioningState powerState currentOrchestratorVersion orchestratorVersion nodeImageVersion eTag',
    'theirs',
  ),
  ...named('type scaleDownMode scaleSetEvictionPolicy status virtualMachineNodesStatus kubeletDiskType', 'theirs'),
  workloadRuntime: 'theirs',
  upgradeSettings: named('maxSurge maxUnavailable drainTimeoutInMinutes nodeSoakDurationInMinutes', 'theirs'),
  virtualMachinesProfile: { scale: { manual: named('size count', 'copy'), autoscale: 'left' } },
  securityProfile: { sshAccess: 'theirs', ...named('enableVTPM enableSecureBoot', 'left') },
};

const PROPERTIES: Known = {
  ...named('kubernetesVersion supportPlan disableLocalAccounts diskEncryptionSetID', 'copy'),
  ...named('nodeResourceGroup dnsPrefix enableRBAC provisioningState powerState maxAgentPools fqdn', 'theirs'),
  ...named('azurePortalFQDN privateFQDN currentKubernetesVersion resourceUID status privateLinkResources', 'theirs'),
  ...named('servicePrincipalProfile metricsProfile bootstrapProfile nodeResourceGroupProfile', 'theirs'),
  agentPoolProfiles: AGENT_POOL,
  networkProfile: {
    ...named('networkPlugin networkPluginMode networkPolicy networkDataplane podCidr serviceCidr', 'copy'),
    ...named('dnsServiceIP outboundType loadBalancerSku ipFamilies', 'copy'),
    ...named('podCidrs serviceCidrs networkMode', 'theirs'),
    loadBalancerProfile: {
      ...named('effectiveOutboundIPs managedOutboundIPs backendPoolType', 'theirs'),
      ...named('allocatedOutboundPorts idleTimeoutInMinutes enableMultipleStandardLoadBalancers', 'theirs'),
    },
  },
  aadProfile: { ...named('managed enableAzureRBAC adminGroupObjectIDs', 'copy'), tenantID: 'theirs' },
  identityProfile: { kubeletidentity: { resourceId: 'copy', ...named('clientId objectId', 'theirs') } },
  oidcIssuerProfile: { enabled: 'copy', issuerURL: 'theirs' },
  securityProfile: {
    workloadIdentity: { enabled: 'copy' },
    azureKeyVaultKms: {
      ...named('enabled keyId', 'copy'),
      ...named('keyVaultNetworkAccess keyVaultResourceId', 'theirs'),
    },
    ...named('defender imageCleaner customCATrustCertificates', 'left'),
  },
  apiServerAccessProfile: {
    ...named('enablePrivateCluster authorizedIPRanges', 'copy'),
    ...named('privateDNSZone disableRunCommand enableVnetIntegration subnetId', 'left'),
    enablePrivateClusterPublicFQDN: 'theirs',
  },
  storageProfile: {
    diskCSIDriver: { enabled: 'copy', version: 'theirs' },
    ...named('fileCSIDriver snapshotController blobCSIDriver', { enabled: 'copy' }),
  },
  addonProfiles: 'copy',
  // Which pools of its own Karpenter has is said by objects, which are copied as such.
  nodeProvisioningProfile: { mode: 'copy', defaultNodePools: 'theirs' },
  autoUpgradeProfile: named('upgradeChannel nodeOSUpgradeChannel', 'copy'),
  ingressProfile: {
    webAppRouting: { enabled: 'copy', ...named('identity nginx', 'theirs'), dnsZoneResourceIds: 'left' },
  },
  workloadAutoScalerProfile: { keda: { enabled: 'copy' }, verticalPodAutoscaler: { enabled: 'copy' } },
  // A username and Azure's own password, which nobody can read.
  windowsProfile: named('adminUsername enableCSIProxy', 'theirs'),
  // Keys for SSH, which belong to whoever made the cluster.
  ...named('linuxProfile httpProxyConfig autoScalerProfile podIdentityProfile serviceMeshProfile', 'left'),
  ...named('azureMonitorProfile upgradeSettings publicNetworkAccess', 'left'),
};

/**
 * Every field of a managed cluster that is known: `copy` is in the blueprint, `theirs` is made by Azure or is its default, `left` is
 * not copied and reported, and so is what is not here. Fields: ManagedCluster and ManagedClusterAgentPoolProfile of
 * Microsoft.ContainerService 2025-05-01 (https://github.com/Azure/azure-rest-api-specs, containerservice/…/managedClusters.json).
 */
export const MANAGED_CLUSTER: Known = {
  ...named('location tags', 'copy'),
  ...named('id name type eTag systemData kind', 'theirs'),
  sku: { name: 'theirs', tier: 'copy' },
  identity: { ...named('type userAssignedIdentities', 'copy'), ...named('principalId tenantId', 'theirs') },
  extendedLocation: 'left',
  properties: PROPERTIES,
};
