import { type ReferenceRow, rowsOf } from './row.ts';

const cnpg = rowsOf('https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/');
const strimzi = rowsOf('https://strimzi.io/docs/operators/latest/configuring.html');
const eck = rowsOf('https://www.elastic.co/docs/reference/cloud-on-k8s/k8s-api-docs');
const percona = rowsOf('https://docs.percona.com/percona-operators/');
const zalando = rowsOf('https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/');
const rook = rowsOf('https://rook.io/docs/rook/latest-release/CRDs/specification/');
const CNPG = 'postgresql.cnpg.io';
const KAFKA = 'kafka.strimzi.io';
const STACK = ['Kibana', 'ApmServer', 'EnterpriseSearch', 'Beat', 'Agent', 'Logstash', 'ElasticMapsServer'];
const PART = { goesAlong: true } as const;
const OF_KAFKA = ['KafkaNodePool', 'KafkaTopic', 'KafkaUser', 'KafkaRebalance'].map((kind) => `${KAFKA}/${kind}`);
const PERCONA = [
  'pxc.percona.com/PerconaXtraDBCluster',
  'psmdb.percona.com/PerconaServerMongoDB',
  'pgv2.percona.com/PerconaPGCluster',
  'ps.percona.com/PerconaServerMySQL',
];

/** CloudNativePG, Strimzi, ECK, Percona, Zalando and Rook. */
export const OPERATOR_REFERENCES: readonly ReferenceRow[] = [
  ...[
    'bootstrap.initdb.secret',
    'bootstrap.recovery.secret',
    'bootstrap.pg_basebackup.secret',
    'superuserSecret',
    'imagePullSecrets.*',
  ].map((field) => cnpg(`${CNPG}/Cluster`, `spec.${field}.name`, '/Secret')),
  ...['serverCASecret', 'serverTLSSecret', 'clientCASecret', 'replicationTLSSecret'].map((field) =>
    cnpg(`${CNPG}/Cluster`, `spec.certificates.${field}`, '/Secret'),
  ),
  ...['accessKeyId', 'secretAccessKey', 'sessionToken', 'region'].map((field) =>
    cnpg(`${CNPG}/Cluster`, `spec.backup.barmanObjectStore.s3Credentials.${field}.name`, '/Secret'),
  ),
  cnpg(`${CNPG}/Cluster`, 'spec.monitoring.customQueriesConfigMap.*.name', '/ConfigMap'),
  cnpg(`${CNPG}/Cluster`, 'spec.imageCatalogRef', `${CNPG}/ImageCatalog`, { form: 'typed', scope: 'cluster' }),
  cnpg(
    ['Backup', 'ScheduledBackup', 'Pooler', 'Database', 'Publication', 'Subscription'].map((kind) => `${CNPG}/${kind}`),
    'spec.cluster.name',
    `${CNPG}/Cluster`,
    PART,
  ),
  strimzi(OF_KAFKA, ['metadata', 'labels', 'strimzi.io/cluster'], `${KAFKA}/Kafka`, PART),
  strimzi([`${KAFKA}/KafkaConnector`], ['metadata', 'labels', 'strimzi.io/cluster'], `${KAFKA}/KafkaConnect`, PART),
  ...['metricsConfig', 'logging'].flatMap((field) =>
    ['kafka', 'zookeeper', 'cruiseControl', 'kafkaExporter'].map((part) =>
      strimzi(`${KAFKA}/Kafka`, `spec.${part}.${field}.valueFrom.configMapKeyRef.name`, '/ConfigMap'),
    ),
  ),
  strimzi(`${KAFKA}/Kafka`, 'spec.kafka.listeners.*.configuration.brokerCertChainAndKey.secretName', '/Secret'),
  strimzi([`${KAFKA}/KafkaConnect`, `${KAFKA}/KafkaBridge`], 'spec.tls.trustedCertificates.*.secretName', '/Secret'),
  strimzi(
    [`${KAFKA}/KafkaConnect`, `${KAFKA}/KafkaBridge`],
    'spec.authentication.passwordSecret.secretName',
    '/Secret',
  ),
  ...STACK.map((kind) => {
    const group = `${kind === 'ElasticMapsServer' ? 'maps' : kind === 'ApmServer' ? 'apm' : kind.toLowerCase()}.k8s.elastic.co`;
    return eck(`${group}/${kind}`, 'spec.elasticsearchRef.name', 'elasticsearch.k8s.elastic.co/Elasticsearch', {
      namespace: 'namespace',
      goesAlong: true,
    });
  }),
  ...['Agent', 'Logstash'].map((kind) =>
    eck(
      `${kind.toLowerCase()}.k8s.elastic.co/${kind}`,
      'spec.elasticsearchRefs.*.name',
      'elasticsearch.k8s.elastic.co/Elasticsearch',
      { namespace: 'namespace', goesAlong: true },
    ),
  ),
  eck('elasticsearch.k8s.elastic.co/Elasticsearch', 'spec.secureSettings.*.secretName', '/Secret'),
  eck(
    ['elasticsearch.k8s.elastic.co/Elasticsearch', 'kibana.k8s.elastic.co/Kibana'],
    'spec.http.tls.certificate.secretName',
    '/Secret',
  ),
  ...['fileRealm', 'roles'].map((field) =>
    eck('elasticsearch.k8s.elastic.co/Elasticsearch', `spec.auth.${field}.*.secretName`, '/Secret'),
  ),
  percona(PERCONA, 'spec.secretsName', '/Secret'),
  percona(PERCONA, 'spec.sslSecretName', '/Secret'),
  percona(PERCONA, 'spec.sslInternalSecretName', '/Secret'),
  percona(PERCONA, 'spec.secrets.*', '/Secret'),
  percona(PERCONA, 'spec.backup.storages.*.s3.credentialsSecret', '/Secret'),
  percona(
    'pxc.percona.com/PerconaXtraDBClusterBackup',
    'spec.pxcCluster',
    'pxc.percona.com/PerconaXtraDBCluster',
    PART,
  ),
  percona(
    'psmdb.percona.com/PerconaServerMongoDBBackup',
    'spec.clusterName',
    'psmdb.percona.com/PerconaServerMongoDB',
    PART,
  ),
  percona('pgv2.percona.com/PerconaPGBackup', 'spec.pgCluster', 'pgv2.percona.com/PerconaPGCluster', PART),
  zalando('acid.zalan.do/postgresql', 'spec.tls.secretName', '/Secret'),
  zalando('acid.zalan.do/postgresql', 'spec.env.*.valueFrom.secretKeyRef.name', '/Secret'),
  rook(
    ['ceph.rook.io/CephBlockPool', 'ceph.rook.io/CephFilesystem', 'ceph.rook.io/CephObjectStore'],
    'spec.mirroring.peers.secretNames.*',
    '/Secret',
  ),
  rook('ceph.rook.io/CephFilesystemSubVolumeGroup', 'spec.filesystemName', 'ceph.rook.io/CephFilesystem', PART),
  rook('ceph.rook.io/CephBlockPoolRadosNamespace', 'spec.blockPoolName', 'ceph.rook.io/CephBlockPool', PART),
  rook('ceph.rook.io/CephObjectStoreUser', 'spec.store', 'ceph.rook.io/CephObjectStore', PART),
  rook('ceph.rook.io/CephBucketNotification', 'spec.topic', 'ceph.rook.io/CephBucketTopic'),
];
