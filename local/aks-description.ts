import type { AksPlace } from './route.ts';

/** Version of the clusters of AKS of this cloud, without its patch. */
export const AKS_VERSION = '1.34';
const PATCH = '2';

/**
 * What Azure says of a cluster that somebody made by its portal with a few add-ons, beside its id and name: in the form of the example
 * ManagedClustersGet of Microsoft.ContainerService 2025-05-01 (https://github.com/Azure/azure-rest-api-specs).
 */
export function describedAks(
  { cluster, resourceGroup, nodeResourceGroup, tenant, subscription }: AksPlace,
  location: string,
): object {
  const prefix = `${cluster}-dns-8c4d1f20`;
  const group = `/subscriptions/${subscription}/resourcegroups/${nodeResourceGroup}`;
  const workspaces = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces`;
  return {
    location,
    tags: { team: 'shop' },
    sku: { name: 'Base', tier: 'Standard' },
    identity: { type: 'SystemAssigned', principalId: 'd2f0a7b1-5d54-4d0c-9f0e-3c1f9a4b7e05', tenantId: tenant },
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      kubernetesVersion: AKS_VERSION,
      currentKubernetesVersion: `${AKS_VERSION}.${PATCH}`,
      dnsPrefix: prefix,
      fqdn: `${prefix}.hcp.${location}.azmk8s.io`,
      azurePortalFQDN: `${prefix}.portal.hcp.${location}.azmk8s.io`,
      agentPoolProfiles: [
        {
          ...poolOf('shop', 'System', 'Standard_D4s_v5'),
          count: 2,
          enableAutoScaling: true,
          minCount: 2,
          maxCount: 5,
          availabilityZones: ['1', '2'],
          nodeLabels: { tier: 'front' },
        },
        {
          ...poolOf('batch', 'User', 'Standard_E8s_v5'),
          count: 0,
          enableAutoScaling: true,
          minCount: 0,
          maxCount: 3,
          availabilityZones: ['1'],
          scaleSetPriority: 'Spot',
          scaleSetEvictionPolicy: 'Delete',
          spotMaxPrice: -1,
          nodeLabels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
          nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule', 'batch=true:NoExecute'],
        },
      ],
      servicePrincipalProfile: { clientId: 'msi' },
      addonProfiles: {
        azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: 'true' } },
        azurepolicy: { enabled: false },
        omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: `${workspaces}/shop-logs` } },
      },
      nodeResourceGroup,
      enableRBAC: true,
      supportPlan: 'KubernetesOfficial',
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkPolicy: 'none',
        networkDataplane: 'azure',
        loadBalancerSku: 'standard',
        loadBalancerProfile: { managedOutboundIPs: { count: 1 }, backendPoolType: 'nodeIPConfiguration' },
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.0.0.0/16',
        dnsServiceIP: '10.0.0.10',
        outboundType: 'loadBalancer',
        podCidrs: ['10.244.0.0/16'],
        serviceCidrs: ['10.0.0.0/16'],
        ipFamilies: ['IPv4'],
      },
      aadProfile: {
        managed: true,
        enableAzureRBAC: false,
        adminGroupObjectIDs: ['3f1c2b1a-8d4e-4f5a-9b6c-7d8e9f0a1b2c'],
        tenantID: tenant,
      },
      maxAgentPools: 100,
      identityProfile: {
        kubeletidentity: {
          resourceId: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${cluster}-agentpool`,
          clientId: '8b1f0e5c-3d0f-4f37-8f0b-5a6b7c8d9e0f',
          objectId: '0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a',
        },
      },
      disableLocalAccounts: true,
      securityProfile: { workloadIdentity: { enabled: true } },
      storageProfile: {
        diskCSIDriver: { enabled: true },
        fileCSIDriver: { enabled: true },
        snapshotController: { enabled: true },
      },
      oidcIssuerProfile: {
        enabled: true,
        issuerURL: `https://${location}.oic.prod-aks.azure.com/${tenant}/${prefix}/`,
      },
      autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' },
    },
  };
}

const poolOf = (name: string, mode: string, vmSize: string) => ({
  name,
  mode,
  type: 'VirtualMachineScaleSets',
  vmSize,
  osDiskSizeGB: 128,
  osDiskType: 'Managed',
  kubeletDiskType: 'OS',
  maxPods: 110,
  osType: 'Linux',
  osSKU: 'Ubuntu',
  provisioningState: 'Succeeded',
  powerState: { code: 'Running' },
  orchestratorVersion: AKS_VERSION,
  currentOrchestratorVersion: `${AKS_VERSION}.${PATCH}`,
  enableNodePublicIP: false,
  nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202511.07.0',
  upgradeSettings: { maxSurge: '10%' },
  enableFIPS: false,
});
