import type { Config } from '../../../core/base/request/config.ts';
import { AZURE } from '../names.ts';
import type { AzureOptions, Options } from '../options.ts';

/** `clientId` of the identity of each side. */
export interface AzureClients {
  source: string;
  target: string;
}

/** Until there are identities. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

type RouteConfig = Config['routes'][number];

/** Into Azure, and back: what differs from a route within AWS. */
export function azureRoutes(
  { account, region }: Pick<Options, 'account' | 'region'>,
  { cluster, tenant, subscription, resourceGroup, nodeResourceGroup, location }: AzureOptions,
  { source, target }: AzureClients = { source: NOBODY, target: NOBODY },
): (Pick<RouteConfig, 'name'> & Partial<RouteConfig>)[] {
  const end = {
    kind: 'aks',
    account,
    region,
    cluster,
    tenant,
    subscription,
    resourceGroup,
    nodeResourceGroup,
  } as const;
  return [
    { name: AZURE.intoAks.route, target: { ...end, client: target, location } },
    { name: AZURE.fromAks.route, source: { ...end, client: source } },
  ];
}
