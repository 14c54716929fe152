import { AzureError } from './azure-error.ts';
import { SERIES, VCPU_QUOTA, VERSIONS, ZONES } from './offers.data.ts';

export interface AgentPool {
  name: string;
  mode?: string;
  vmSize?: string;
  count?: number;
  minCount?: number;
  maxCount?: number;
  enableAutoScaling?: boolean;
  availabilityZones?: string[];
  osType?: string;
  nodeLabels?: Record<string, string>;
  nodeTaints?: string[];
  scaleSetPriority?: string;
  tags?: Record<string, string>;
}

export interface ManagedClusterBody {
  location: string;
  tags?: Record<string, string>;
  identity?: { type?: string; userAssignedIdentities?: Record<string, object> };
  properties: {
    kubernetesVersion?: string;
    dnsPrefix?: string;
    nodeResourceGroup?: string;
    disableLocalAccounts?: boolean;
    agentPoolProfiles: AgentPool[];
    networkProfile?: { serviceCidr?: string; dnsServiceIP?: string; networkPolicy?: string; networkDataplane?: string };
    aadProfile?: { managed?: boolean; enableAzureRBAC?: boolean };
    identityProfile?: object;
    oidcIssuerProfile?: { enabled?: boolean };
    securityProfile?: { workloadIdentity?: { enabled?: boolean }; azureKeyVaultKms?: { enabled?: boolean } };
    apiServerAccessProfile?: { authorizedIPRanges?: string[] };
  };
}

const refuse = (code: string, message: string): never => {
  throw new AzureError(400, code, message);
};

/**
 * Throws what Azure answers to a cluster that it does not make: patterns and required fields as in ManagedCluster of
 * Microsoft.ContainerService 2025-05-01 (https://github.com/Azure/azure-rest-api-specs), the rest as the pages that each check names.
 */
export function checkManagedCluster(id: string, body: ManagedClusterBody, others: readonly object[]): void {
  const { properties } = body;
  const name = id.slice(id.lastIndexOf('/') + 1);
  if (!/^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$/.test(name))
    refuse('InvalidParameter', `The value of parameter resourceName is invalid: ${name}.`);
  if (!/^[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/.test(properties.dnsPrefix ?? ''))
    refuse('InvalidParameter', 'The value of parameter dnsPrefix is invalid.');
  if (!VERSIONS.includes(minorOf(properties.kubernetesVersion)))
    refuse(
      'K8sVersionNotSupported',
      `Managed cluster ${name} is on version ${properties.kubernetesVersion}, which is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region.`,
    );
  checkPools(properties.agentPoolProfiles);
  checkTags(body.tags ?? {});
  checkNetwork(properties);
  checkIdentities(body);
  const group = properties.nodeResourceGroup?.toLowerCase();
  const isTaken = others.some(
    (each) => (each as ManagedClusterBody).properties?.nodeResourceGroup?.toLowerCase() === group,
  );
  if (isTaken)
    refuse(
      'NodeResourceGroupAlreadyInUse',
      `Node resource group ${properties.nodeResourceGroup} is used by another managed cluster.`,
    );
}

const minorOf = (version = '') => version.split('.').slice(0, 2).join('.');

/** https://learn.microsoft.com/azure/aks/use-system-pools, …/create-node-pools, …/spot-node-pool, …/quotas-skus-regions */
function checkPools(pools: readonly AgentPool[]): void {
  if (!pools.some(({ mode }) => mode === 'System'))
    refuse('InvalidParameter', 'There has to be at least one agent pool of mode System.');
  if (new Set(pools.map(({ name }) => name)).size < pools.length)
    refuse('InvalidParameter', 'Agent pool names have to be unique.');
  for (const pool of pools) checkPool(pool);
  const wanted = pools.reduce((sum, { vmSize = '', count = 0 }) => sum + count * Number(SERIES.exec(vmSize)?.[1]), 0);
  if (wanted > VCPU_QUOTA)
    refuse(
      'ErrCode_InsufficientVCPUQuota',
      `Insufficient regional vcpu quota left for location. Left regional vcpu quota ${VCPU_QUOTA}, requested quota ${wanted}.`,
    );
}

function checkPool(pool: AgentPool): void {
  const { name, mode, vmSize = '', count = -1, osType = 'Linux', availabilityZones = [], nodeLabels = {} } = pool;
  const bad = (what: string) => refuse('InvalidParameter', `Agent pool ${name}: ${what}`);
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name)) bad("its name has to match '^[a-z][a-z0-9]{0,11}$'.");
  if (osType === 'Windows' && name.length > 6) bad('names of Windows pools have 6 characters at most.');
  if (!SERIES.test(vmSize)) refuse('VMSizeNotSupported', `Agent pool ${name}: the VM size ${vmSize} is not allowed.`);
  if (count < 0 || count > 1000) bad(`count ${count} is none of 0 to 1000.`);
  const isSpot = pool.scaleSetPriority === 'Spot';
  if (mode === 'System' && (count < 1 || osType !== 'Linux' || isSpot))
    bad('a pool of mode System has a node at least, of Linux and not of spot.');
  if (availabilityZones.some((zone) => !ZONES.includes(zone))) bad('it names a zone that the location has not.');
  if (pool.enableAutoScaling && !((pool.minCount ?? 0) <= count && count <= (pool.maxCount ?? 0)))
    bad('count has to be within minCount and maxCount.');
  const label = Object.keys(nodeLabels).find((key) =>
    /^(kubernetes\.azure\.com|.*kubernetes\.io|.*k8s\.io)\//.test(key),
  );
  if (label) bad(`the label ${label} has a prefix that is reserved.`);
  checkTags(pool.tags ?? {});
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
function checkTags(tags: Record<string, string>): void {
  const names = Object.keys(tags);
  if (names.length > 50) refuse('InvalidTagCount', 'A resource has 50 tags at most.');
  const wrong = names.find((each) => each.length > 512 || /[<>%&\\?/]/.test(each) || tags[each]!.length > 256);
  if (wrong !== undefined)
    refuse(
      'InvalidTagNameCharacters',
      `The tag names '${wrong}' have reserved characters '<,>,%,&,\\,?,/' or are too long.`,
    );
}

/** https://learn.microsoft.com/azure/aks/azure-cni-overlay, …/azure-cni-powered-by-cilium, …/api-server-authorized-ip-ranges */
function checkNetwork({ networkProfile = {}, apiServerAccessProfile = {} }: ManagedClusterBody['properties']): void {
  const { serviceCidr = '10.0.0.0/16', dnsServiceIP = '10.0.0.10', networkPolicy, networkDataplane } = networkProfile;
  const [network = ''] = serviceCidr.split('/');
  if (!dnsServiceIP.startsWith(network.split('.').slice(0, 2).join('.')))
    refuse('DNSServiceIPNotInServiceCidr', `${dnsServiceIP} is not within ${serviceCidr}.`);
  if (networkPolicy === 'cilium' && networkDataplane !== 'cilium')
    refuse('InvalidParameter', 'The network policy cilium requires the network dataplane cilium.');
  const open = (apiServerAccessProfile.authorizedIPRanges ?? []).find((range) => range === '0.0.0.0/0');
  if (open) refuse('InvalidParameter', `${open} is no authorized IP range: leave them out for an open API server.`);
}

/** https://learn.microsoft.com/azure/aks/use-managed-identity, …/workload-identity-deploy-cluster, …/manage-local-accounts-managed-azure-ad */
function checkIdentities({ identity, properties }: ManagedClusterBody): void {
  const own = identity?.type === 'UserAssigned';
  if (own === (Object.keys(identity?.userAssignedIdentities ?? {}).length === 0))
    refuse('InvalidParameter', 'userAssignedIdentities has to go with the type of identity.');
  if (properties.identityProfile && !own)
    refuse('InvalidParameter', 'A kubelet identity of your own needs a user-assigned identity of the control plane.');
  if (properties.securityProfile?.workloadIdentity?.enabled && !properties.oidcIssuerProfile?.enabled)
    refuse('OIDCIssuerNotEnabled', 'Workload identity requires the OIDC issuer.');
  if (properties.disableLocalAccounts && !properties.aadProfile?.managed)
    refuse('InvalidParameter', 'Local accounts can be disabled only where Microsoft Entra ID is enabled.');
}
