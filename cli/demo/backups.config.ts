import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

/** The example's route, whose claims may come from a repository of restic as well. */
const config: Config = {
  ...example,
  routes: example.routes.map((route) => ({
    ...route,
    repositories: {
      nightly: {
        type: 'restic',
        bucket: 'prod-backups',
        prefix: 'restic/{namespace}/{claim}',
        secret: `arn:aws:secretsmanager:${route.source.region}:${route.source.account}:secret:restic-Pa5sWd`,
      },
    },
  })),
};

export default config;
