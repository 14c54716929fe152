import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';
import { SHOP } from './shop.ts';

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
      ...SHOP,
      account: route.source.account,
      region: route.source.region,
    },
  })),
};

export default config;
