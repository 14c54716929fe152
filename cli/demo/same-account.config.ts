import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

/** The example's route with both clusters in the account and Region of its source: volumes need no copy there. Runs are signed. */
const config: Config = {
  ...example,
  evidence: true,
  routes: example.routes.map(({ source, target, ...route }) => ({
    ...route,
    source,
    target: { account: source.account, region: source.region, cluster: target.cluster },
  })),
};

export default config;
