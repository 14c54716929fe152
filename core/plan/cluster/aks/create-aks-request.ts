import { createHash } from 'node:crypto';
import { CLUSTER_STEP, MADE_BY, TAG } from '../../../base/run/names.ts';
import type { Origin } from '../create-requests.ts';
import type { AksBlueprint, NodePool } from './aks-blueprint.ts';

/**
 * The body of the PUT that makes the whole cluster with its node pools: the same for the same blueprint and run
 * (https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update).
 */
export function createAksRequest(
  name: string,
  nodeResourceGroup: string,
  blueprint: AksBlueprint,
  { cloneId, route }: Origin,
): Record<string, unknown> {
  const { cluster, nodePools } = blueprint;
  return {
    location: cluster.location,
    sku: { name: 'Base', tier: cluster.tier },
    identity: cluster.identity
      ? { type: 'UserAssigned', userAssignedIdentities: { [cluster.identity]: {} } }
      : { type: 'SystemAssigned' },
    tags: {
      ...cluster.tags,
      [TAG.madeBy]: MADE_BY,
      [TAG.cloneId]: cloneId,
      [TAG.step]: CLUSTER_STEP.beingCreated,
      [TAG.route]: route,
    },
    properties: withoutUnset({
      kubernetesVersion: cluster.version,
      dnsPrefix: dnsPrefixOf(name),
      nodeResourceGroup,
      enableRBAC: true,
      supportPlan: cluster.supportPlan,
      disableLocalAccounts: cluster.disableLocalAccounts,
      agentPoolProfiles: nodePools.map((pool) => poolProfile(pool)),
      networkProfile: networkProfile(cluster.network),
      aadProfile: cluster.entra && {
        managed: true,
        enableAzureRBAC: cluster.entra.azureRbac,
        ...(cluster.entra.adminGroups.length > 0 ? { adminGroupObjectIDs: cluster.entra.adminGroups } : {}),
      },
      identityProfile: cluster.kubeletIdentity && { kubeletidentity: { resourceId: cluster.kubeletIdentity } },
      oidcIssuerProfile: { enabled: cluster.oidcIssuer || cluster.workloadIdentity },
      securityProfile: withoutUnset({
        workloadIdentity: { enabled: cluster.workloadIdentity },
        azureKeyVaultKms: cluster.secretsKey && { enabled: true, keyId: cluster.secretsKey },
      }),
      apiServerAccessProfile: withoutUnset({
        enablePrivateCluster: cluster.apiServer.private,
        authorizedIPRanges:
          cluster.apiServer.authorizedIpRanges.length > 0 ? cluster.apiServer.authorizedIpRanges : undefined,
      }),
      storageProfile: {
        diskCSIDriver: { enabled: cluster.storage.disk },
        fileCSIDriver: { enabled: cluster.storage.file },
        snapshotController: { enabled: cluster.storage.snapshots },
        blobCSIDriver: { enabled: cluster.storage.blob },
      },
      addonProfiles: Object.fromEntries(
        Object.entries(cluster.addons).map(([addon, { config }]) => [addon, { enabled: true, config }]),
      ),
      autoUpgradeProfile:
        cluster.autoUpgrade &&
        withoutUnset({
          upgradeChannel: cluster.autoUpgrade.channel,
          nodeOSUpgradeChannel: cluster.autoUpgrade.nodeOsChannel,
        }),
      ingressProfile: cluster.appRouting ? { webAppRouting: { enabled: true } } : undefined,
      nodeProvisioningProfile: cluster.nodeProvisioning ? { mode: 'Auto' } : undefined,
      workloadAutoScalerProfile:
        cluster.keda || cluster.verticalPodAutoscaler
          ? {
              keda: { enabled: cluster.keda },
              verticalPodAutoscaler: { enabled: cluster.verticalPodAutoscaler },
            }
          : undefined,
      diskEncryptionSetID: cluster.diskEncryptionSet,
    }),
  };
}

function poolProfile(pool: NodePool): Record<string, unknown> {
  return withoutUnset({
    name: pool.name,
    mode: pool.mode,
    type: 'VirtualMachineScaleSets',
    vmSize: pool.vmSize,
    count: pool.count,
    ...(pool.scaling
      ? { enableAutoScaling: true, minCount: pool.scaling.min, maxCount: pool.scaling.max }
      : { enableAutoScaling: false }),
    availabilityZones: pool.zones.length > 0 ? pool.zones : undefined,
    osType: pool.osType,
    osSKU: pool.osSku,
    osDiskSizeGB: pool.osDiskSizeGiB,
    osDiskType: pool.osDiskType,
    maxPods: pool.maxPods,
    nodeTaints: pool.taints.length > 0 ? pool.taints : undefined,
    nodeLabels: pool.labels,
    ...(pool.spot
      ? { scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: pool.spotMaxPrice ?? -1 }
      : {}),
    vnetSubnetID: pool.subnetId,
    podSubnetID: pool.podSubnetId,
    enableNodePublicIP: pool.publicIps || undefined,
    enableEncryptionAtHost: pool.encryptionAtHost || undefined,
    tags: { ...pool.tags, [TAG.madeBy]: MADE_BY },
  });
}

const networkProfile = (network: AksBlueprint['cluster']['network']) =>
  withoutUnset({
    networkPlugin: network.plugin,
    networkPluginMode: network.pluginMode,
    networkPolicy: network.policy,
    networkDataplane: network.dataplane,
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
    dnsServiceIP: network.dnsServiceIp,
    outboundType: network.outboundType,
    loadBalancerSku: network.loadBalancerSku,
    ipFamilies: network.ipFamilies.length > 0 ? network.ipFamilies : undefined,
  });

/** Of 1 to 54 letters, digits and hyphens, with a letter or digit at both ends (…/rest/api/aks/managed-clusters/create-or-update). */
function dnsPrefixOf(name: string): string {
  const plain = name.replaceAll('_', '-').replace(/-+$/, '');
  if (plain.length <= MOST) return plain;
  const id = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, MOST - id.length - 1).replace(/-+$/, '')}-${id}`;
}

const MOST = 54;

const withoutUnset = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
