import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

/** The example's route into a cluster of AKS; account and Region of the target are those of the role that Entra ID trusts. */
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
      subscription: '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03',
      resourceGroup: 'shop',
      nodeResourceGroup: 'MC_shop_shop_westeurope',
      location: 'westeurope',
    },
  })),
};

export default config;
