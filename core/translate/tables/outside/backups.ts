import { path } from '../../../../kube/fields.ts';
import { PATRONI } from './patroni.ts';
import { PERCONA } from './percona.ts';
import { type OutsideRow, paths, remove, set } from './row.ts';

const VOLSYNC_REPO = 'https://github.com/backube/volsync/blob/main';
const K8UP_REPO = 'https://github.com/k8up-io/k8up/blob';
const CNPG = 'https://github.com/cloudnative-pg/cloudnative-pg/blob/main/api/v1';
const BARMAN = 'https://github.com/cloudnative-pg/plugin-barman-cloud/blob/main/web/docs/concepts.md';
const ECK = 'https://github.com/elastic/cloud-on-k8s/blob/main/pkg/apis';

const VOLSYNC: readonly OutsideRow[] = ['ReplicationSource', 'ReplicationDestination'].flatMap((kind): OutsideRow[] => [
  {
    kind: `volsync.backube/${kind}`,
    acts: kind === 'ReplicationSource' ? 'writes and prunes its backup repository' : 'pulls from its repository',
    silence: set('spec.paused', true),
    names: paths('spec.restic.repository', 'spec.rclone.rcloneDestPath', 'spec.rsyncTLS.address', 'spec.rsync.address'),
    source: `${VOLSYNC_REPO}/internal/controller/mover/restic/mover.go`,
  },
  {
    kind: `volsync.backube/${kind}`,
    when: path('spec.external'),
    acts: 'is carried out by a provider of its own, paused or not',
    silence: { do: 'drop' },
    names: paths('spec.external.provider'),
    source: `${VOLSYNC_REPO}/api/v1alpha1/replicationsource_types.go`,
  },
]);

/** Paused, the movers of the other methods make no pod; this one does not look at it. */
const SYNCTHING: OutsideRow = {
  kind: 'volsync.backube/ReplicationSource',
  when: path('spec.syncthing'),
  acts: 'exchanges files with its peers, paused or not',
  silence: { do: 'drop' },
  names: paths('spec.syncthing.peers.*.address'),
  source: `${VOLSYNC_REPO}/internal/controller/mover/syncthing/mover.go`,
};

/** No field of a Schedule pauses it, and each of the others runs once. A PreBackupPod does nothing without them. */
const K8UP: readonly OutsideRow[] = Object.entries({
  'k8up.io': `${K8UP_REPO}/master/api/v1`,
  // Its group up to version 1.
  'backup.appuio.ch': `${K8UP_REPO}/v1.2.0/api/v1alpha1`,
}).flatMap(([group, types]) =>
  ['Schedule', 'Backup', 'Prune', 'Check', 'Archive', 'Restore'].map(
    (kind): OutsideRow => ({
      kind: `${group}/${kind}`,
      acts: 'writes, reads or prunes its backup repository',
      silence: { do: 'drop' },
      names: paths('spec.backend.s3.bucket', 'spec.backend.s3.endpoint'),
      source: `${types}/${kind.toLowerCase()}_types.go`,
    }),
  ),
);

const CLOUDNATIVE_PG: readonly OutsideRow[] = [
  {
    kind: 'postgresql.cnpg.io/ScheduledBackup',
    acts: 'takes backups by a schedule',
    silence: set('spec.suspend', true),
    names: paths('spec.cluster.name'),
    source: `${CNPG}/scheduledbackup_types.go`,
  },
  {
    kind: 'postgresql.cnpg.io/Backup',
    acts: 'takes a backup as soon as it is there',
    silence: { do: 'drop' },
    source: `${CNPG}/backup_types.go`,
  },
  {
    kind: 'postgresql.cnpg.io/Cluster',
    when: path('spec.backup.barmanObjectStore'),
    acts: 'archives its WAL and backups, and deletes old ones by its retention',
    silence: remove('spec.backup'),
    names: paths('spec.backup.barmanObjectStore.destinationPath'),
    source: `${CNPG}/cluster_types.go`,
  },
  {
    kind: 'postgresql.cnpg.io/Cluster',
    when: path('spec.plugins'),
    acts: 'archives its WAL by a plugin',
    silence: remove('spec.plugins'),
    names: paths('spec.plugins.*.name', 'spec.plugins.*.parameters.barmanObjectName'),
    source: BARMAN,
  },
  {
    kind: 'postgresql.cnpg.io/Cluster',
    when: path('spec.externalClusters'),
    acts: 'may follow another database, or begin from its backups',
    silence: { do: 'name' },
    names: paths(
      'spec.externalClusters.*.connectionParameters.host',
      'spec.externalClusters.*.barmanObjectStore.destinationPath',
      'spec.externalClusters.*.plugin.parameters.barmanObjectName',
    ),
    source: `${CNPG}/cluster_types.go`,
  },
  // The subscription is in the copied data as well, so that nothing is won by leaving this behind.
  {
    kind: 'postgresql.cnpg.io/Subscription',
    acts: 'subscribes to a publication of another database, as the copied data does by itself',
    silence: { do: 'name' },
    names: paths('spec.externalClusterName', 'spec.publicationName'),
    source: `${CNPG}/subscription_types.go`,
  },
  {
    kind: 'barmancloud.cnpg.io/ObjectStore',
    acts: 'names the bucket of backups',
    silence: { do: 'name' },
    names: paths('spec.configuration.destinationPath'),
    source: BARMAN,
  },
];

const ELASTIC: readonly OutsideRow[] = [
  {
    kind: 'stackconfigpolicy.k8s.elastic.co/StackConfigPolicy',
    acts: 'sets snapshot repositories and snapshot policies',
    silence: { do: 'drop' },
    names: paths('spec.elasticsearch.snapshotRepositories.*.settings.bucket'),
    source: `${ECK}/stackconfigpolicy/v1alpha1/stackconfigpolicy_types.go`,
  },
  {
    kind: 'elasticsearch.k8s.elastic.co/Elasticsearch',
    acts: 'has its snapshot repositories and policies in its data, by which it writes and prunes snapshots',
    silence: { do: 'name' },
    names: paths('spec.remoteClusters.*.name'),
    source: `${ECK}/elasticsearch/v1/elasticsearch_types.go`,
  },
  {
    kind: 'logstash.k8s.elastic.co/Logstash',
    acts: 'reads its inputs and sends to its outputs',
    silence: { do: 'set', at: path('spec.count'), to: 0 },
    source: `${ECK}/logstash/v1alpha1/logstash_types.go`,
  },
  {
    kind: 'autoops.k8s.elastic.co/AutoOpsAgentPolicy',
    acts: 'makes Elasticsearch send data to AutoOps',
    silence: { do: 'drop' },
    source: `${ECK}/autoops/v1alpha1/autoopsagentpolicy_types.go`,
  },
  {
    kind: 'beat.k8s.elastic.co/Beat',
    acts: 'sends logs and metrics to its outputs',
    silence: { do: 'name' },
    names: paths('spec.elasticsearchRef.name'),
    source: `${ECK}/beat/v1beta1/beat_types.go`,
  },
  {
    kind: 'agent.k8s.elastic.co/Agent',
    acts: 'sends logs and metrics to its outputs',
    silence: { do: 'name' },
    names: paths('spec.elasticsearchRefs.*.name', 'spec.fleetServerRef.name'),
    source: `${ECK}/agent/v1alpha1/agent_types.go`,
  },
];

/** Operators that write, prune or restore backups, above all in buckets that the source uses. Velero's are never exported. */
export const BACKUPS: readonly OutsideRow[] = [
  ...VOLSYNC,
  SYNCTHING,
  ...K8UP,
  ...CLOUDNATIVE_PG,
  ...PERCONA,
  ...PATRONI,
  ...ELASTIC,
];
