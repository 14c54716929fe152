import backups from '../../cli/demo/backups.config.ts';
import velero from '../../cli/demo/velero.config.ts';
import type { Config } from '../../core/base/request/config.ts';
import example from '../../kubeferry.config.ts';

const [fromCluster] = backups.routes;
const [fromBackups] = velero.routes;
const [plain] = example.routes;

const { account, region, cluster } = fromCluster!.source;

const masking = {
  jobs: [
    {
      name: 'names',
      namespace: 'small',
      image: 'registry/mask:1',
      command: ['mask'],
      claims: { '/data': 'data-db-0' },
      timeoutSeconds: 60,
    },
  ],
  unmasked: ['small/files'],
};

/**
 * The example's route, one that begins at backups of its cluster and is in a stack of its own, where claims of both may come from a repository of
 * restic, two that mask, and one that leads back into the source cluster, whose claims may come from snapshots of others.
 */
const config: Config = {
  ...backups,
  routes: [
    fromCluster!,
    { ...fromBackups!, name: 'backups-to-dev', stack: 'backups', repositories: fromCluster!.repositories },
    { ...plain!, name: 'prod-to-masked', masking },
    { ...plain!, name: 'prod-to-look', masking: { ...masking, onFailure: 'keep' } },
    {
      name: 'within-prod',
      source: { account, region, cluster, allowSnapshots: ['team=shop'] },
      target: { account, region, cluster },
    },
  ],
};

export default config;
