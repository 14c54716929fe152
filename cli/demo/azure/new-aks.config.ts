import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';
import { intoShop, SHOP } from './shop.ts';

const ORDERS = 'arn:aws:iam::222233334444:role/prod-orders';

/** The example's route into a cluster of AKS that is not made yet. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target, ...route }) => ({
    ...route,
    target: {
      ...intoShop(target),
      create: {
        // Azure has that of the example's source as a preview only.
        version: '1.35',
        map: {
          [ORDERS]: `/subscriptions/${SHOP.subscription}/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`,
        },
      },
    },
    /** The client id of that identity, by which service accounts name it. */
    defaults: { mappings: { roles: { [ORDERS]: 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f' } } },
  })),
};

export default config;
