import { type Path, path } from './fields.ts';

const replicas = path('spec.replicas');

/** Where the number of pods is, by `group/Kind`; none of them means that nothing runs. */
export const REPLICAS: Record<string, Path> = {
  'apps/Deployment': replicas,
  'apps/StatefulSet': replicas,
  'apps/ReplicaSet': replicas,
  '/ReplicationController': replicas,
  'argoproj.io/Rollout': replicas,
  'apps.kruise.io/CloneSet': replicas,
  'apps.kruise.io/StatefulSet': replicas,
  'apps.openshift.io/DeploymentConfig': replicas,
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': replicas,
  'kafka.strimzi.io/KafkaConnect': replicas,
  'kafka.strimzi.io/KafkaMirrorMaker': replicas,
  'kafka.strimzi.io/KafkaMirrorMaker2': replicas,
  'kafka.strimzi.io/KafkaBridge': replicas,
  'monitoring.coreos.com/Prometheus': replicas,
  'monitoring.coreos.com/PrometheusAgent': replicas,
  'monitoring.coreos.com/Alertmanager': replicas,
  'monitoring.coreos.com/ThanosRuler': replicas,
  'acid.zalan.do/postgresql': path('spec.numberOfInstances'),
  'postgresql.cnpg.io/Pooler': path('spec.instances'),
};
