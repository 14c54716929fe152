/** Where Azure is: its public cloud, unless the environment names another, as Azure's own tools read it (AZURE_AUTHORITY_HOST). */
export const authorityHost = () =>
  without('/', process.env.AZURE_AUTHORITY_HOST ?? 'https://login.microsoftonline.com');

/** Of Azure Resource Manager. */
export const resourceManager = () =>
  without('/', process.env.AZURE_RESOURCE_MANAGER_ENDPOINT ?? 'https://management.azure.com');

const without = (end: string, url: string) => (url.endsWith(end) ? url.slice(0, -end.length) : url);

/** What of an end of a route says which cluster of which subscription it is, and as whom it is asked for. */
export interface AzurePlace {
  tenant: string;
  client: string;
  subscription: string;
  resourceGroup: string;
  nodeResourceGroup: string;
  snapshotResourceGroup?: string | undefined;
  /** Name of the managed cluster. */
  cluster: string;
}
