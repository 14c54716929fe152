import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';
import { intoShop } from './shop.ts';

/** From backups of the source cluster into a cluster of AKS; one claim may come from a repository of restic. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ target, source, ...route }) => ({
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
    target: intoShop(target),
  })),
};

export default config;
