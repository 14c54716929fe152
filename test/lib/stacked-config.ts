import { CONFIG } from './synthesize.ts';

const ID = '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03';
const IN_AZURE = {
  kind: 'aks',
  tenant: ID,
  client: ID,
  subscription: ID,
  resourceGroup: 'shop',
  nodeResourceGroup: 'MC_shop_prod_westeurope',
} as const;

const EKS = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
/** Clusters of one account that each have a route. */
const FLEET = 2;

/** Routes in the hub and in stacks of their own: between clusters of EKS, from AKS, into AKS, and between the clusters of two accounts. */
export const STACKED = {
  ...CONFIG,
  routes: [
    ...CONFIG.routes,
    {
      name: 'aks-to-dev',
      stack: 'team-a',
      source: { ...IN_AZURE, account: '222233334444', region: 'eu-central-1', cluster: 'shop' },
      target: EKS,
    },
    {
      name: 'prod-to-aks',
      stack: 'team-a',
      source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
      target: { ...IN_AZURE, location: 'westeurope', account: '777788889999', region: 'us-east-1', cluster: 'test' },
    },
    ...Array.from({ length: FLEET }, (_, at) => ({
      name: `fleet-${at}`,
      stack: 'team-b',
      mayQuiesce: true,
      source: { account: '555566667777', region: 'us-east-1', cluster: `fleet-${at}` },
      target: { account: '666677778888', region: 'eu-west-1', cluster: `fleet-${at}` },
    })),
  ],
};
