import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';
import { SHOP } from './shop.ts';

/** From one cluster of AKS into another one: of another tenant, subscription and location, each entered by a role of its own. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ mayCapture: _, target: { account, region }, ...route }) => ({
    ...route,
    source: {
      ...SHOP,
      account: route.source.account,
      region: route.source.region,
    },
    target: {
      kind: 'aks',
      account,
      region,
      cluster: 'dev',
      tenant: '9a8b7c6d-2d3e-4f50-8a61-1b2c3d4e5f60',
      client: '4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b',
      subscription: '1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b',
      resourceGroup: 'dev',
      nodeResourceGroup: 'MC_dev_dev_northeurope',
      location: 'northeurope',
    },
  })),
};

export default config;
