import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';
import backups from './backups.config.ts';

/** By a token in a secret, or by none that is stored. */
export type FactoryEntry = 'token' | 'federated';
export const AUDIENCE = 'factory';

/** The example's route from a cluster that is none of EKS, whose claims come from a repository of restic, or by Jobs of its runs. */
export const factoryAt = (port: number, entry: FactoryEntry = 'token'): Config => ({
  ...example,
  routes: example.routes.map((route, at) => {
    const { account, region } = route.source;
    return {
      ...route,
      source: {
        kind: 'kubernetes',
        account,
        region,
        cluster: 'factory',
        endpoint: `https://127.0.0.1:${port}`,
        mover: { image: `restic/restic@sha256:${'0123456789abcdef'.repeat(4)}`, hours: 1, memory: '512Mi' },
        secret: `arn:aws:secretsmanager:${region}:${account}:secret:factory-AbCdEf`,
        ...(entry === 'federated' ? { federated: { audience: AUDIENCE } } : {}),
      },
      repositories: backups.routes[at]?.repositories,
    };
  }),
});
