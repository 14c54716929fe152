import { type Path, path } from '../../fields.ts';
import type { OutsideRow, Silence } from './row.ts';

const set = (at: string, to: boolean | string): Silence => ({ do: 'set', at: path(at), to });
const remove = (at: string): Silence => ({ do: 'remove', at: path(at) });
const paths = (...dotted: string[]): Path[] => dotted.map(path);

const CNPG = 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/';
const PXC = 'https://docs.percona.com/percona-operator-for-mysql/pxc/operator.html';
const PSMDB = 'https://docs.percona.com/percona-operator-for-mongodb/operator.html';
const PS = 'https://docs.percona.com/percona-operator-for-mysql/ps/operator.html';
const PERCONA_PG = 'https://docs.percona.com/percona-operator-for-postgresql/2.0/operator.html';
const CRUNCHY = 'https://access.crunchydata.com/documentation/postgres-operator/latest/references/crd';
const ZALANDO = 'https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/';
const ECK = 'https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore/cloud-on-k8s';

const VOLSYNC: readonly OutsideRow[] = ['ReplicationSource', 'ReplicationDestination'].map((kind) => ({
  kind: `volsync.backube/${kind}`,
  acts: kind === 'ReplicationSource' ? 'writes and prunes its backup repository' : 'pulls from its repository',
  silence: set('spec.paused', true),
  names: paths('spec.restic.repository', 'spec.rclone.rcloneDestPath', 'spec.rsyncTLS.address', 'spec.rsync.address'),
  source: 'https://volsync.readthedocs.io/en/stable/usage/triggers.html (v1alpha1 ReplicationSourceSpec.paused)',
}));

/** K8up has no field that pauses a Schedule, and runs each single job once. */
const K8UP: readonly OutsideRow[] = ['Schedule', 'Backup', 'Prune', 'Check', 'Archive', 'Restore', 'PreBackupPod'].map(
  (kind) => ({
    kind: `k8up.io/${kind}`,
    acts: 'writes or prunes its backup repository',
    silence: { do: 'drop' },
    names: paths('spec.backend.s3.bucket', 'spec.backend.s3.endpoint'),
    source: 'https://docs.k8up.io/k8up/references/api-reference.html (no field of ScheduleSpec pauses it)',
  }),
);

const CLOUDNATIVE_PG: readonly OutsideRow[] = [
  {
    kind: 'postgresql.cnpg.io/ScheduledBackup',
    acts: 'takes backups by a schedule',
    silence: set('spec.suspend', true),
    names: paths('spec.cluster.name'),
    source: CNPG,
  },
  {
    kind: 'postgresql.cnpg.io/Backup',
    acts: 'takes a backup as soon as it is there',
    silence: { do: 'drop' },
    source: CNPG,
  },
  {
    kind: 'postgresql.cnpg.io/Cluster',
    when: path('spec.backup.barmanObjectStore'),
    acts: 'archives its WAL and backups, and deletes old ones by its retention',
    silence: remove('spec.backup'),
    names: paths('spec.backup.barmanObjectStore.destinationPath'),
    source: CNPG,
  },
  {
    kind: 'postgresql.cnpg.io/Cluster',
    when: path('spec.plugins'),
    acts: 'archives its WAL by a plugin',
    silence: remove('spec.plugins'),
    names: paths('spec.plugins.*.name', 'spec.plugins.*.parameters.barmanObjectName'),
    source: 'https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/',
  },
  {
    kind: 'postgresql.cnpg.io/Subscription',
    acts: 'subscribes to a publication of another database',
    silence: { do: 'drop' },
    names: paths('spec.externalClusterName', 'spec.publicationName'),
    source: CNPG,
  },
  {
    kind: 'barmancloud.cnpg.io/ObjectStore',
    acts: 'names the bucket of backups',
    silence: { do: 'name' },
    names: paths('spec.configuration.destinationPath'),
    source: 'https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/',
  },
];

const PERCONA: readonly OutsideRow[] = [
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
    kind: 'psmdb.percona.com/PerconaServerMongoDB',
    when: path('spec.backup.enabled'),
    acts: 'takes backups by its tasks, and uploads its oplog',
    silence: set('spec.backup.enabled', false),
    names: paths('spec.backup.storages.*.s3.bucket'),
    source: PSMDB,
  },
  {
    kind: 'ps.percona.com/PerconaServerMySQL',
    when: path('spec.backup.enabled'),
    acts: 'takes backups by a schedule',
    silence: set('spec.backup.enabled', false),
    names: paths('spec.backup.storages.*.s3.bucket'),
    source: PS,
  },
  ...pgBackRest('pgv2.percona.com/PerconaPGCluster', PERCONA_PG),
  ...pgBackRest('postgres-operator.crunchydata.com/PostgresCluster', CRUNCHY),
  ...[
    'pxc.percona.com/PerconaXtraDBClusterBackup',
    'pxc.percona.com/PerconaXtraDBClusterRestore',
    'psmdb.percona.com/PerconaServerMongoDBBackup',
    'psmdb.percona.com/PerconaServerMongoDBRestore',
    'ps.percona.com/PerconaServerMySQLBackup',
    'ps.percona.com/PerconaServerMySQLRestore',
    'pgv2.percona.com/PerconaPGBackup',
    'pgv2.percona.com/PerconaPGRestore',
  ].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'takes, restores or deletes a backup as soon as it is there',
      silence: { do: 'drop' },
      source: PXC,
    }),
  ),
];

/** pgBackRest archives as long as there is a repository: only its schedules can be taken away. */
function pgBackRest(kind: string, source: string): OutsideRow[] {
  const names = paths('spec.backups.pgbackrest.repos.*.s3.bucket', 'spec.backups.pgbackrest.repos.*.s3.endpoint');
  return [
    {
      kind,
      when: path('spec.backups.pgbackrest.repos'),
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
  ];
}

const PATRONI: readonly OutsideRow[] = [
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.enableLogicalBackup'),
    acts: 'dumps its databases into a bucket by a schedule',
    silence: set('spec.enableLogicalBackup', false),
    source: ZALANDO,
  },
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.standby'),
    acts: 'follows another database or its WAL archive',
    silence: { do: 'name' },
    names: paths('spec.standby.standby_host', 'spec.standby.s3_wal_path'),
    source: ZALANDO,
  },
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.env'),
    acts: 'may archive its WAL where its environment says',
    silence: { do: 'name' },
    names: paths('spec.env.*.name'),
    source: ZALANDO,
  },
  ...['acid.zalan.do/OperatorConfiguration'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'tells each database where to archive its WAL and dumps',
      silence: { do: 'name' },
      names: paths('configuration.aws_or_gcp.wal_s3_bucket', 'configuration.logical_backup.logical_backup_s3_bucket'),
      source: 'https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/',
    }),
  ),
  ...['WALG_S3_PREFIX', 'WALE_S3_PREFIX', 'WAL_S3_BUCKET', 'WAL_BUCKET', 'PGBACKREST_REPO'].map(
    (env): OutsideRow => ({
      env,
      acts: 'archives its WAL and deletes old backups',
      silence: { do: 'name' },
      source: 'https://github.com/zalando/spilo/blob/master/ENVIRONMENT.rst',
    }),
  ),
];

const ELASTIC: readonly OutsideRow[] = [
  {
    kind: 'stackconfigpolicy.k8s.elastic.co/StackConfigPolicy',
    acts: 'sets snapshot repositories and snapshot policies',
    silence: { do: 'drop' },
    names: paths('spec.elasticsearch.snapshotRepositories.*.settings.bucket'),
    source: ECK,
  },
  {
    kind: 'elasticsearch.k8s.elastic.co/Elasticsearch',
    acts: 'has its snapshot repositories and policies in its data, by which it writes and prunes snapshots',
    silence: { do: 'name' },
    source: ECK,
  },
  {
    kind: 'logstash.k8s.elastic.co/Logstash',
    acts: 'reads its inputs and sends to its outputs',
    silence: { do: 'set', at: path('spec.count'), to: 0 },
    source: 'https://www.elastic.co/docs/reference/cloud-on-k8s/api-docs',
  },
  ...['beat.k8s.elastic.co/Beat', 'agent.k8s.elastic.co/Agent'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'sends logs and metrics to its outputs',
      silence: { do: 'name' },
      names: paths('spec.elasticsearchRef.name', 'spec.fleetServerRef.name'),
      source: 'https://www.elastic.co/docs/reference/cloud-on-k8s/api-docs',
    }),
  ),
];

/** Operators that write, prune or restore backups, above all in buckets that the source uses. Velero's are never exported. */
export const BACKUPS: readonly OutsideRow[] = [
  ...VOLSYNC,
  ...K8UP,
  ...CLOUDNATIVE_PG,
  ...PERCONA,
  ...PATRONI,
  ...ELASTIC,
];
