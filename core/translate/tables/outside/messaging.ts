import { path } from '../../../../kube/fields.ts';
import { type OutsideRow, paths, remove } from './row.ts';

const STRIMZI_REPO = 'https://github.com/strimzi/strimzi-kafka-operator/blob/main';
const STRIMZI = `${STRIMZI_REPO}/api/src/main/java/io/strimzi/api/kafka/model`;
const STRIMZI_OPERATOR = `${STRIMZI_REPO}/cluster-operator/src/main/java/io/strimzi/operator/cluster/operator/assembly`;
const PROMETHEUS = 'https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/apis/monitoring/v1';
const CONFLUENT = 'https://docs.confluent.io/operator/current/co-api.html';

const removed = (kind: string, field: string, acts: string, file: string, names: string[] = []): OutsideRow => ({
  kind: `monitoring.coreos.com/${kind}`,
  when: path(field),
  acts,
  silence: remove(field),
  names: paths(...names),
  source: `${PROMETHEUS}/${file}`,
});

/** Connectors and mirrors, which read and write systems at both of their ends; alerts and metrics that go to people. */
export const MESSAGING: readonly OutsideRow[] = [
  {
    kind: 'kafka.strimzi.io/KafkaConnector',
    acts: 'reads or writes the system that it connects',
    silence: { do: 'set', at: path('spec.state'), to: 'paused' },
    names: [path('spec.class')],
    source: `${STRIMZI_REPO}/documentation/modules/configuring/proc-manual-stop-pause-connector.adoc`,
  },
  ...['KafkaConnect', 'KafkaMirrorMaker2', 'KafkaMirrorMaker'].map(
    (kind): OutsideRow => ({
      kind: `kafka.strimzi.io/${kind}`,
      acts: kind === 'KafkaConnect' ? 'runs connectors in its group' : 'mirrors topics between clusters',
      silence: { do: 'scale-to-zero' },
      names: paths(
        'spec.bootstrapServers',
        'spec.clusters.*.bootstrapServers',
        'spec.target.bootstrapServers',
        'spec.mirrors.*.source.bootstrapServers',
      ),
      source: `${STRIMZI_OPERATOR}/${kind === 'KafkaConnect' ? kind : 'KafkaMirrorMaker2'}AssemblyOperator.java`,
    }),
  ),
  {
    kind: 'kafka.strimzi.io/Kafka',
    when: path('spec.kafka.tieredStorage'),
    acts: 'moves its log to remote storage, and deletes old parts of it there',
    silence: { do: 'name' },
    names: paths('spec.kafka.tieredStorage.remoteStorageManager.className'),
    source: `${STRIMZI}/kafka/tieredstorage/RemoteStorageManager.java`,
  },
  ...['platform.confluent.io/Connector', 'platform.confluent.io/ClusterLink'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'reads or writes the systems that it connects',
      silence: { do: 'drop' },
      source: CONFLUENT,
    }),
  ),
  {
    kind: 'platform.confluent.io/Connect',
    acts: 'runs the connectors of its group, which are in the copied topics as well',
    silence: { do: 'name' },
    source: CONFLUENT,
  },
  {
    kind: 'monitoring.coreos.com/Alertmanager',
    acts: 'sends alerts to people',
    silence: { do: 'scale-to-zero' },
    source: `${PROMETHEUS}/alertmanager_types.go`,
  },
  ...['Prometheus', 'PrometheusAgent', 'ThanosRuler'].map((kind) =>
    removed(kind, 'spec.remoteWrite', 'writes its metrics to a remote store', 'prometheus_types.go', [
      'spec.remoteWrite.*.url',
    ]),
  ),
  ...['spec.thanos.objectStorageConfig', 'spec.thanos.objectStorageConfigFile'].map((field) =>
    removed('Prometheus', field, 'uploads its metrics to a bucket', 'prometheus_types.go'),
  ),
  ...['spec.objectStorageConfig', 'spec.objectStorageConfigFile'].map((field) =>
    removed('ThanosRuler', field, 'uploads its metrics to a bucket', 'thanos_types.go'),
  ),
  removed('Prometheus', 'spec.additionalAlertManagerConfigs', 'sends alerts to people', 'prometheus_types.go'),
  ...['spec.alertmanagersUrl', 'spec.alertmanagersConfig'].map((field) =>
    removed('ThanosRuler', field, 'sends alerts to people', 'thanos_types.go'),
  ),
  {
    kind: 'keda.sh/ScaledObject',
    acts: 'counts what waits in its trigger, and scales workers that take it',
    silence: { do: 'name' },
    names: [path('spec.triggers.*.type')],
    source: 'https://github.com/kedacore/keda-docs/blob/main/content/docs/2.18/concepts/scaling-deployments.md',
  },
];
