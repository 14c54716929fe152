import { path } from '../../../../kube/fields.ts';
import { type OutsideRow, paths, set } from './row.ts';

const ZALANDO = 'https://github.com/zalando/postgres-operator/blob/master/pkg/apis/acid.zalan.do/v1';
const SPILO = 'https://github.com/zalando/spilo/blob/master/ENVIRONMENT.rst';
const PGBACKREST = 'https://pigsty.io/docs/pgbackrest/command/';

const archives =
  (source: string) =>
  (env: string): OutsideRow => ({
    env,
    acts: 'archives its WAL and deletes old backups',
    silence: { do: 'name' },
    source,
  });

/** Zalando's operator, and what its images and others of Patroni archive by. */
export const PATRONI: readonly OutsideRow[] = [
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.enableLogicalBackup'),
    acts: 'dumps its databases into a bucket by a schedule',
    silence: set('spec.enableLogicalBackup', false),
    source: `${ZALANDO}/postgresql_type.go`,
  },
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.standby'),
    acts: 'follows another database or its WAL archive',
    silence: { do: 'name' },
    names: paths('spec.standby.standby_host', 'spec.standby.s3_wal_path', 'spec.standby.gs_wal_path'),
    source: `${ZALANDO}/postgresql_type.go`,
  },
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.streams'),
    acts: 'streams changes of its tables',
    silence: { do: 'name' },
    names: paths('spec.streams.*.applicationId'),
    source: `${ZALANDO}/postgresql_type.go`,
  },
  {
    kind: 'acid.zalan.do/postgresql',
    when: path('spec.env'),
    acts: 'may archive its WAL where its environment says',
    silence: { do: 'name' },
    names: paths('spec.env.*.name'),
    source: SPILO,
  },
  {
    kind: 'acid.zalan.do/OperatorConfiguration',
    acts: 'tells each database where to archive its WAL and dumps',
    silence: { do: 'name' },
    names: paths('configuration.aws_or_gcp.wal_s3_bucket', 'configuration.logical_backup.logical_backup_s3_bucket'),
    source: `${ZALANDO}/operator_configuration_type.go`,
  },
  ...[
    'WAL_S3_BUCKET',
    'WALE_S3_PREFIX',
    'WALG_S3_PREFIX',
    'WAL_GS_BUCKET',
    'WALE_GS_PREFIX',
    'WALG_AZ_PREFIX',
    'WALG_SSH_PREFIX',
    'WAL_SWIFT_BUCKET',
    'WALE_SWIFT_PREFIX',
  ].map(archives(SPILO)),
  archives(PGBACKREST)('PGBACKREST_REPO'),
];
