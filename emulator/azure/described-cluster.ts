import type { Made } from './managed-cluster.ts';

/** What was asked for, with what Azure adds to it. */
export function describedOf({ id, body, eTag, failure }: Made, state: string): object {
  const { properties, location } = body;
  const [, subscription] = id.split('/').slice(1);
  const name = id.slice(id.lastIndexOf('/') + 1);
  const nodes = `/subscriptions/${subscription}/resourcegroups/${properties.nodeResourceGroup}`;
  const poolState = state === 'Failed' ? 'Failed' : state === 'Creating' ? 'Creating' : 'Succeeded';
  const { networkProfile = {} } = properties;
  return {
    ...body,
    eTag,
    properties: {
      ...properties,
      provisioningState: state,
      powerState: { code: 'Running' },
      currentKubernetesVersion: `${properties.kubernetesVersion}.2`,
      fqdn: `${properties.dnsPrefix}-12345678.hcp.${location}.azmk8s.io`,
      supportPlan: 'KubernetesOfficial',
      maxAgentPools: 100,
      agentPoolProfiles: properties.agentPoolProfiles.map((pool) => ({
        osDiskSizeGB: 128,
        osDiskType: 'Managed',
        maxPods: 250,
        osSKU: 'Ubuntu',
        ...pool,
        provisioningState: poolState,
        powerState: { code: 'Running' },
        currentOrchestratorVersion: `${properties.kubernetesVersion}.2`,
        ...(pool.scaleSetPriority === 'Spot'
          ? {
              nodeLabels: { ...pool.nodeLabels, 'kubernetes.azure.com/scalesetpriority': 'spot' },
              nodeTaints: [...(pool.nodeTaints ?? []), 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
            }
          : {}),
      })),
      networkProfile: { networkDataplane: 'azure', ...networkProfile, loadBalancerSku: 'Standard' },
      identityProfile: properties.identityProfile ?? {
        kubeletidentity: {
          resourceId: `${nodes}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}-agentpool`,
        },
      },
      ...(properties.oidcIssuerProfile?.enabled
        ? {
            oidcIssuerProfile: {
              enabled: true,
              issuerURL: `https://${location}.oic.prod-aks.azure.com/${subscription}/${eTagFree(id)}/`,
            },
          }
        : {}),
      ...(failure ? { status: { provisioningError: failure } } : {}),
    },
  };
}

/** The same for the same cluster, whatever has become of it. */
const eTagFree = (id: string) => Buffer.from(id.toLowerCase()).toString('hex').slice(-32);
