import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

/** From backups of the source cluster into a cluster of AKS; one claim may come from a repository of restic. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target: { account, region }, source, ...route }) => ({
    ...route,
    mayQuiesce: false,
    mayCapture: false,
    source: {
      kind: 'velero',
      account: source.account,
      region: source.region,
      cluster: source.cluster,
      backups: {
        bucket: 'prod-velero',
        prefix: 'team',
        secret: `arn:aws:secretsmanager:${source.region}:${source.account}:secret:velero-repo-credentials-Ve1e4o`,
      },
    },
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
