import backups from '../../cli/demo/backups.config.ts';
import velero from '../../cli/demo/velero.config.ts';
import type { Config } from '../../core/base/request/config.ts';

const [fromCluster] = backups.routes;
const [fromBackups] = velero.routes;

/** The example's route, and one that begins at backups of its cluster; claims of both may come from a repository of restic. */
const config: Config = {
  ...backups,
  routes: [fromCluster!, { ...fromBackups!, name: 'backups-to-dev', repositories: fromCluster!.repositories }],
};

export default config;
