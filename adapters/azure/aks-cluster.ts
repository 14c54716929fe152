import { KubeferryError } from '../../core/base/errors.ts';
import type { AksDescription } from '../../core/base/ports/aks-description.ts';
import type { AzurePlace } from './cloud.ts';
import type { ResourceManager } from './resource-manager.ts';

/** https://learn.microsoft.com/rest/api/aks/managed-clusters */
export const CONTAINER_SERVICE = '2025-05-01';

/** The application that the API servers of all AKS clusters are to Entra ID (https://learn.microsoft.com/azure/aks/kubelogin-authentication). */
export const AKS_SCOPE = '6dae42f8-4368-4678-94ff-3960e28e3630/.default';

export interface AksEndpoint {
  /** `https://…:443`. */
  endpoint: string;
  /** PEM. */
  certificateAuthority: string;
}

/**
 * Where the API server of a cluster is, and who signs its certificate: of the kubeconfig that users get, of which nothing else is
 * taken. AKS writes one cluster into it, each field on a line of its own.
 */
export async function aksEndpoint(arm: ResourceManager, place: AzurePlace): Promise<AksEndpoint> {
  const { resourceGroup, cluster } = place;
  const { body } = await arm.call({
    what: `get the endpoint of cluster "${cluster}" in resource group ${resourceGroup}`,
    method: 'POST',
    id: `${clusterIdOf(place)}/listClusterUserCredential`,
    version: CONTAINER_SERVICE,
  });
  const [first] = ((body ?? {}) as { kubeconfigs?: { value?: string }[] }).kubeconfigs ?? [];
  const text = Buffer.from(first?.value ?? '', 'base64').toString('utf8');
  const endpoint = fieldOf(text, 'server');
  const authority = fieldOf(text, 'certificate-authority-data');
  if (endpoint?.startsWith('https://') && authority)
    return { endpoint, certificateAuthority: Buffer.from(authority, 'base64').toString('utf8') };
  throw new KubeferryError(
    'ClusterUnreachable',
    `The kubeconfig that AKS gives of cluster "${cluster}" names no server, or no authority: look at "az aks get-credentials --resource-group ${resourceGroup} --name ${cluster}".`,
  );
}

/** The cluster with its node pools, as Azure describes it; undefined when there is none. Of identities nothing is asked. */
export async function describeAks(arm: ResourceManager, place: ClusterOfAzure): Promise<AksDescription | undefined> {
  const { resourceGroup, cluster } = place;
  const what = `describe cluster "${cluster}" in resource group ${resourceGroup}`;
  try {
    const call = { what, method: 'GET' as const, id: clusterIdOf(place), version: CONTAINER_SERVICE };
    const { body } = await arm.call(call);
    return { cluster: withoutNulls(body) as AksDescription['cluster'], federatedCredentials: [] };
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'NotFound') return undefined;
    throw error;
  }
}

/** What is null in an answer of Azure is not set, as what is missing. */
const withoutNulls = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (_, value: unknown) => (value === null ? undefined : value));

export type ClusterOfAzure = Pick<AzurePlace, 'subscription' | 'resourceGroup' | 'cluster'>;

export const clusterIdOf = ({ subscription, resourceGroup, cluster }: ClusterOfAzure) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

const fieldOf = (kubeconfig: string, name: string) =>
  new RegExp(`^\\s*${name}:\\s*"?([^\\s"]+)"?\\s*$`, 'm').exec(kubeconfig)?.[1];
