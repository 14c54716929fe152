import { path } from '../../fields.ts';
import type { OutsideRow } from './row.ts';

const STRIMZI = 'https://strimzi.io/docs/operators/latest/configuring.html';

/** Connectors and mirrors, which read and write systems at both of their ends; alerts and metrics that go to people. */
export const MESSAGING: readonly OutsideRow[] = [
  {
    kind: 'kafka.strimzi.io/KafkaConnector',
    acts: 'reads or writes the system that it connects',
    silence: { do: 'set', at: path('spec.state'), to: 'paused' },
    names: [path('spec.class')],
    source: `${STRIMZI}#type-KafkaConnectorSpec-reference`,
  },
  ...['KafkaConnect', 'KafkaMirrorMaker2', 'KafkaMirrorMaker'].map(
    (kind): OutsideRow => ({
      kind: `kafka.strimzi.io/${kind}`,
      acts: kind === 'KafkaConnect' ? 'runs connectors in its group' : 'mirrors topics between clusters',
      silence: { do: 'scale-to-zero' },
      names: [path('spec.bootstrapServers'), path('spec.clusters.*.bootstrapServers')],
      source: `${STRIMZI}#type-${kind}Spec-reference`,
    }),
  ),
  ...['platform.confluent.io/Connector', 'platform.confluent.io/ClusterLink', 'platform.confluent.io/Replicator'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'reads or writes the systems that it connects',
      silence: { do: 'drop' },
      source: 'https://docs.confluent.io/operator/current/co-api.html',
    }),
  ),
  {
    kind: 'monitoring.coreos.com/Alertmanager',
    acts: 'sends alerts to people',
    silence: { do: 'scale-to-zero' },
    source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerSpec',
  },
  ...['Prometheus', 'PrometheusAgent'].map(
    (kind): OutsideRow => ({
      kind: `monitoring.coreos.com/${kind}`,
      when: path('spec.remoteWrite'),
      acts: 'writes its metrics to a remote store',
      silence: { do: 'remove', at: path('spec.remoteWrite') },
      names: [path('spec.remoteWrite.*.url')],
      source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec',
    }),
  ),
  {
    kind: 'keda.sh/ScaledObject',
    acts: 'counts what waits in its trigger, and scales workers that take it',
    silence: { do: 'name' },
    names: [path('spec.triggers.*.type')],
    source: 'https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling',
  },
];
