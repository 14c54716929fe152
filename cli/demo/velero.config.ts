import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

/** The example's route, as it begins at backups of its source cluster. */
const config: Config = {
  ...example,
  routes: example.routes.map(({ source: { account, region, cluster }, target, ...route }) => {
    const { create: _, ...there } = target;
    const secret = `arn:aws:secretsmanager:${region}:${account}:secret:velero-repo-credentials-Ve1e4o`;
    const backups = { bucket: 'prod-velero', prefix: 'team', secret };
    return {
      ...route,
      source: { kind: 'velero', account, region, cluster, backups },
      target: there,
      mayQuiesce: false,
      mayCapture: false,
    };
  }),
};

export default config;
