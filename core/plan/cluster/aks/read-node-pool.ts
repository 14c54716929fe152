import type { Described } from '../read-parts.ts';

/** AKS puts them on spot nodes by itself, and takes nothing else in their place (https://learn.microsoft.com/azure/aks/spot-node-pool). */
const SPOT = {
  label: 'kubernetes.azure.com/scalesetpriority',
  taint: 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule',
};

export const MODES: readonly unknown[] = ['System', 'User'];

/** Without those of a run of kubeferry. */
export const ownTags = (tags: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('kubeferry:')));

/** A pool of a blueprint, of an agent pool as Azure describes it. */
export function readNodePool(pool: Described) {
  const isSpot = pool.scaleSetPriority === 'Spot';
  const machines: Described[] = pool.virtualMachinesProfile?.scale?.manual ?? [];
  return {
    name: pool.name,
    mode: MODES.includes(pool.mode) ? pool.mode : 'User',
    // A pool of single machines says so for each size (https://learn.microsoft.com/azure/aks/virtual-machines-node-pools): the first is that of the new one.
    vmSize: pool.vmSize ?? machines[0]?.size ?? '',
    count: pool.count ?? machines.reduce((sum, { count = 0 }) => sum + count, 0),
    scaling: pool.enableAutoScaling ? { min: pool.minCount, max: pool.maxCount } : undefined,
    zones: (pool.availabilityZones ?? []).toSorted(),
    osType: pool.osType,
    osSku: pool.osSKU,
    osDiskSizeGiB: pool.osDiskSizeGB,
    osDiskType: pool.osDiskType,
    maxPods: pool.maxPods,
    taints: (pool.nodeTaints ?? []).filter((taint: string) => taint !== SPOT.taint).toSorted(),
    labels: Object.fromEntries(Object.entries(pool.nodeLabels ?? {}).filter(([key]) => key !== SPOT.label)),
    spot: isSpot,
    spotMaxPrice: isSpot ? pool.spotMaxPrice : undefined,
    subnetId: pool.vnetSubnetID,
    podSubnetId: pool.podSubnetID,
    publicIps: pool.enableNodePublicIP === true,
    encryptionAtHost: pool.enableEncryptionAtHost === true,
    tags: ownTags(pool.tags),
  };
}
