import type { Config } from '../../../core/base/request/config.ts';
import withinAzure from './within-azure.config.ts';

/** Of the source: the client id of an identity, the group of its administrators, and where its add-on writes logs. */
const ORDERS = 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f';
const ADMINISTRATORS = '3f1c2b1a-8d4e-4f5a-9b6c-7d8e9f0a1b2c';
const LOGS = (subscription: string, group: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`;

/** From a cluster of AKS into one of another tenant that is not made yet. */
const config: Config = {
  ...withinAzure,
  routes: withinAzure.routes.map((route) => {
    const { source, target } = route;
    if (source.kind !== 'aks' || target.kind !== 'aks') return route;
    const { subscription, resourceGroup } = target;
    const identities = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
    return {
      ...route,
      target: {
        ...target,
        create: {
          map: {
            [ORDERS]: `${identities}/orders`,
            [ADMINISTRATORS]: '5e6f7081-9a0b-4c1d-8e2f-3a4b5c6d7e8f',
            [LOGS(source.subscription, source.resourceGroup, 'shop-logs')]: LOGS(
              subscription,
              resourceGroup,
              'dev-logs',
            ),
          },
        },
      },
      defaults: { mappings: { roles: { [ORDERS]: 'd5e6f708-1b2c-4d3e-9f40-5b6c7d8e9fa0' } } },
    };
  }),
};

export default config;
