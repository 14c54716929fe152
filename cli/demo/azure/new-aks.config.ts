import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

const ORDERS = 'arn:aws:iam::222233334444:role/prod-orders';
const SUBSCRIPTION = '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03';

/** The example's route into a cluster of AKS that is not made yet. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target: { account, region }, ...route }) => ({
    ...route,
    target: {
      kind: 'aks',
      account,
      region,
      cluster: 'shop',
      tenant: '0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01',
      client: '5a2c2f2e-3f2b-4c51-8a5e-2a4d2f0b9c02',
      subscription: SUBSCRIPTION,
      resourceGroup: 'shop',
      nodeResourceGroup: 'MC_shop_shop_westeurope',
      location: 'westeurope',
      create: {
        // Azure has that of the example's source as a preview only.
        version: '1.35',
        map: {
          [ORDERS]: `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`,
        },
      },
    },
    /** The client id of that identity, by which service accounts name it. */
    defaults: { mappings: { roles: { [ORDERS]: 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f' } } },
  })),
};

export default config;
