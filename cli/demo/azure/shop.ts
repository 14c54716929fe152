/** The cluster of AKS of the demos, and as whom it is asked. */
export const SHOP = {
  kind: 'aks',
  cluster: 'shop',
  tenant: '0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01',
  client: '5a2c2f2e-3f2b-4c51-8a5e-2a4d2f0b9c02',
  subscription: '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03',
  resourceGroup: 'shop',
  nodeResourceGroup: 'MC_shop_shop_westeurope',
} as const;

/** The same where a route ends; account and Region are those of the role that Entra ID trusts. */
export const intoShop = ({ account, region }: { account: string; region: string }) => ({
  ...SHOP,
  account,
  region,
  location: 'westeurope',
});
