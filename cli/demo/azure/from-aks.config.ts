import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

const ROLE = 'arn:aws:iam::444455556666:role';

/** What takes the place of things of Azure where the target cluster is made. */
const MAP = {
  /** The administrators, a group of Entra ID. */
  '3f1c2b1a-8d4e-4f5a-9b6c-7d8e9f0a1b2c': `${ROLE}/dev-admins`,
  /** The workload identity of the orders, by its client id. */
  'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f': `${ROLE}/dev-orders`,
  'aws-ebs-csi-driver': `${ROLE}/dev-ebs-csi`,
};

/** The example's route from a cluster of AKS; account and Region are those of the role that Entra ID trusts. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target, ...route }) => ({
    ...route,
    target: target.kind !== 'aks' && target.create ? { ...target, create: { ...target.create, map: MAP } } : target,
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
  })),
};

export default config;
