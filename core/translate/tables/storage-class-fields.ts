import { type Path, path } from '../../../kube/fields.ts';

/** The annotation from before Kubernetes 1.6; it still wins over the field. */
const BETA_ANNOTATION: Path = ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class'];

const inTemplates = (list: string): Path[] => [
  path(`${list}.*.spec.storageClassName`),
  [...path(`${list}.*`), ...BETA_ANNOTATION],
];

/** Where names of storage classes are, by `group/Kind`: built-in kinds, and operators that make claims. */
export const STORAGE_CLASS_FIELDS: Record<string, readonly Path[]> = {
  '/PersistentVolumeClaim': [path('spec.storageClassName'), BETA_ANNOTATION],
  '/PersistentVolume': [path('spec.storageClassName'), BETA_ANNOTATION],
  'apps/StatefulSet': inTemplates('spec.volumeClaimTemplates'),
  'apps.kruise.io/StatefulSet': inTemplates('spec.volumeClaimTemplates'),
  'apps.kruise.io/CloneSet': inTemplates('spec.volumeClaimTemplates'),
  'postgresql.cnpg.io/Cluster': [path('spec.storage.storageClass'), path('spec.walStorage.storageClass')],
  'kafka.strimzi.io/Kafka': [
    path('spec.kafka.storage.class'),
    path('spec.kafka.storage.volumes.*.class'),
    path('spec.zookeeper.storage.class'),
  ],
  'kafka.strimzi.io/KafkaNodePool': [path('spec.storage.class'), path('spec.storage.volumes.*.class')],
  'elasticsearch.k8s.elastic.co/Elasticsearch': [path('spec.nodeSets.*.volumeClaimTemplates.*.spec.storageClassName')],
  'monitoring.coreos.com/Prometheus': [path('spec.storage.volumeClaimTemplate.spec.storageClassName')],
  'monitoring.coreos.com/Alertmanager': [path('spec.storage.volumeClaimTemplate.spec.storageClassName')],
  'rabbitmq.com/RabbitmqCluster': [path('spec.persistence.storageClassName')],
  'acid.zalan.do/postgresql': [path('spec.volume.storageClass')],
  'cdi.kubevirt.io/DataVolume': [path('spec.pvc.storageClassName'), path('spec.storage.storageClassName')],
};

/** Inside a pod template: generic ephemeral volumes. */
export const EPHEMERAL_CLASS: Path = path('spec.volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName');

export const QUOTA_HARD: Path = path('spec.hard');
