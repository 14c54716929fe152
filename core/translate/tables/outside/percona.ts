import { path } from '../../../../kube/fields.ts';
import { type OutsideRow, paths, remove, set } from './row.ts';

const GITHUB = 'https://github.com/percona';
const PXC = `${GITHUB}/percona-xtradb-cluster-operator/blob/main/pkg/apis/pxc/v1/pxc_types.go`;
const PSMDB = `${GITHUB}/percona-server-mongodb-operator/blob/main/pkg/apis/psmdb/v1`;
const PS = `${GITHUB}/percona-server-mysql-operator/blob/main/api/v1`;
const PG = `${GITHUB}/percona-postgresql-operator/blob/main/pkg/apis/pgv2.percona.com/v2/perconapgcluster_types.go`;
const CRUNCHY =
  'https://github.com/CrunchyData/postgres-operator/blob/main/pkg/apis/postgres-operator.crunchydata.com/v1beta1/pgbackrest_types.go';

const XTRADB: readonly OutsideRow[] = [
  {
    kind: 'pxc.percona.com/PerconaXtraDBCluster',
    when: path('spec.backup.schedule'),
    acts: 'takes backups by a schedule, and deletes old ones',
    silence: remove('spec.backup.schedule'),
    names: paths('spec.backup.storages.*.s3.bucket'),
    source: PXC,
  },
  {
    kind: 'pxc.percona.com/PerconaXtraDBCluster',
    when: path('spec.backup.pitr.enabled'),
    acts: 'uploads its binary logs',
    silence: set('spec.backup.pitr.enabled', false),
    names: paths('spec.backup.pitr.storageName'),
    source: PXC,
  },
  {
    kind: 'pxc.percona.com/PerconaXtraDBCluster',
    when: path('spec.pxc.replicationChannels.*.sourcesList'),
    acts: 'replicates from another database',
    silence: { do: 'name' },
    names: paths('spec.pxc.replicationChannels.*.sourcesList.*.host'),
    source: PXC,
  },
];

const MONGODB: readonly OutsideRow[] = [
  {
    kind: 'psmdb.percona.com/PerconaServerMongoDB',
    when: path('spec.backup.enabled'),
    acts: 'takes backups by its tasks, and uploads its oplog',
    silence: set('spec.backup.enabled', false),
    names: paths('spec.backup.storages.*.s3.bucket'),
    source: `${PSMDB}/psmdb_types.go`,
  },
  {
    kind: 'psmdb.percona.com/PerconaServerMongoDB',
    when: path('spec.replsets.*.externalNodes'),
    acts: 'has members of its replica sets outside of the cluster, as the copied data has',
    silence: { do: 'name' },
    names: paths('spec.replsets.*.externalNodes.*.host'),
    source: `${PSMDB}/psmdb_types.go`,
  },
  {
    kind: 'psmdb.percona.com/PerconaServerMongoDBClusterSync',
    acts: 'replicates from another database as soon as it is there',
    silence: { do: 'drop' },
    names: paths('spec.source.uri'),
    source: `${PSMDB}/perconaservermongodbclustersync_types.go`,
  },
];

/** Without backups, the server of binary logs goes on: each has a switch of its own. */
const MYSQL: readonly OutsideRow[] = [
  {
    kind: 'ps.percona.com/PerconaServerMySQL',
    when: path('spec.backup.schedule'),
    acts: 'takes backups by a schedule, and deletes old ones',
    silence: remove('spec.backup.schedule'),
    names: paths('spec.backup.storages.*.s3.bucket'),
    source: `${PS}/perconaservermysql_types.go`,
  },
  {
    kind: 'ps.percona.com/PerconaServerMySQL',
    when: path('spec.backup.pitr.enabled'),
    acts: 'uploads its binary logs',
    silence: set('spec.backup.pitr.enabled', false),
    source: `${PS}/perconaservermysql_types.go`,
  },
  {
    kind: 'ps.percona.com/PerconaServerMySQLClusterSet',
    acts: 'makes databases replicate from one of them',
    silence: { do: 'drop' },
    names: paths('spec.clusters.*.endpoints.*.host'),
    source: `${PS}/perconaservermysqlclusterset_types.go`,
  },
];

const ONCE: readonly OutsideRow[] = [
  ...['pxc.percona.com/PerconaXtraDBClusterBackup', 'pxc.percona.com/PerconaXtraDBClusterRestore'].map(once(PXC)),
  ...['psmdb.percona.com/PerconaServerMongoDBBackup', 'psmdb.percona.com/PerconaServerMongoDBRestore'].map(
    once(`${PSMDB}/perconaservermongodbbackup_types.go`),
  ),
  ...['ps.percona.com/PerconaServerMySQLBackup', 'ps.percona.com/PerconaServerMySQLRestore'].map(
    once(`${PS}/perconaservermysqlbackup_types.go`),
  ),
  ...['pgv2.percona.com/PerconaPGBackup', 'pgv2.percona.com/PerconaPGRestore'].map(
    once(PG.replace('perconapgcluster', 'perconapgbackup')),
  ),
];

function once(source: string) {
  return (kind: string): OutsideRow => ({
    kind,
    acts: 'takes, restores or deletes a backup as soon as it is there',
    silence: { do: 'drop' },
    source,
  });
}

/** pgBackRest archives as long as there is a repository: only its schedules can be taken away in every version. */
function pgBackRest(kind: string, source: string): OutsideRow[] {
  const names = paths('spec.backups.pgbackrest.repos.*.s3.bucket', 'spec.backups.pgbackrest.repos.*.s3.endpoint');
  return [
    {
      kind,
      when: path('spec.backups.pgbackrest.repos.*.schedules'),
      acts: 'takes backups by a schedule',
      silence: remove('spec.backups.pgbackrest.repos.*.schedules'),
      source,
    },
    {
      kind,
      when: path('spec.backups.pgbackrest.repos'),
      acts: 'archives its WAL by pgBackRest',
      silence: { do: 'name' },
      names,
      source,
    },
    {
      kind,
      when: path('spec.standby.enabled'),
      acts: 'follows another database or its backups',
      silence: { do: 'name' },
      names: paths('spec.standby.host', 'spec.standby.repoName'),
      source,
    },
  ];
}

/** Percona's operators, and that of Crunchy on which the one for PostgreSQL is built. */
export const PERCONA: readonly OutsideRow[] = [
  ...XTRADB,
  ...MONGODB,
  ...MYSQL,
  ...ONCE,
  ...pgBackRest('pgv2.percona.com/PerconaPGCluster', PG),
  ...pgBackRest('postgres-operator.crunchydata.com/PostgresCluster', CRUNCHY),
];
