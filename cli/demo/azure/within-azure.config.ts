import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

/** From one cluster of AKS into another one: of another tenant, subscription and location, each entered by a role of its own. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ mayCapture: _, target: { account, region }, ...route }) => ({
    ...route,
    source: {
      kind: 'aks',
      account: route.source.account,
      region: route.source.region,
      cluster: 'shop',
      tenant: '0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01',
      client: '5a2c2f2e-3f2b-4c51-8a5e-2a4d2f0b9c02',
      subscription: '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03',
      resourceGroup: 'shop',
      nodeResourceGroup: 'MC_shop_shop_westeurope',
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
