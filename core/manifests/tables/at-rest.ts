import { type Path, path } from '../fields.ts';
import type { Json } from '../kube-object.ts';

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

const suspend = { at: path('spec.suspend'), to: true };
const pause = { at: path('spec.pause'), to: true };
const annotation = (name: string, to: string) => ({ at: ['metadata', 'annotations', name], to });
/** No node has the label, so that no pod is made (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/). */
const noNode = { at: ['spec', 'template', 'spec', 'nodeSelector', 'kubeferry/started'], to: 'true' };
const ECK = ['Elasticsearch', 'Kibana', 'ApmServer', 'EnterpriseSearch', 'Beat', 'Agent', 'Logstash'];
const ECK_GROUPS = ['elasticsearch', 'kibana', 'apm', 'enterprisesearch', 'beat', 'agent', 'logstash'];

/**
 * What keeps each kind from running anything. Its operator makes no pod of an object that it is not to reconcile.
 * Sources: the field of the kind's own type; CloudNativePG's declarative hibernation, Strimzi's and ECK's annotations;
 * https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/ for bare pods.
 */
export const AT_REST: Record<string, { at: Path; to: Json }> = {
  ...Object.fromEntries(Object.entries(REPLICAS).map(([kind, at]) => [kind, { at, to: 0 }])),
  '/Pod': { at: path('spec.schedulingGates'), to: [{ name: 'kubeferry/start' }] },
  'apps/DaemonSet': noNode,
  'apps.kruise.io/DaemonSet': noNode,
  'batch/CronJob': suspend,
  'batch/Job': suspend,
  'argoproj.io/CronWorkflow': suspend,
  'argoproj.io/Workflow': suspend,
  'jobset.x-k8s.io/JobSet': suspend,
  'ray.io/RayCluster': suspend,
  'ray.io/RayJob': suspend,
  'sparkoperator.k8s.io/SparkApplication': suspend,
  'sparkoperator.k8s.io/ScheduledSparkApplication': suspend,
  'flink.apache.org/FlinkDeployment': { at: path('spec.job.state'), to: 'suspended' },
  'keda.sh/ScaledObject': annotation('autoscaling.keda.sh/paused-replicas', '0'),
  'keda.sh/ScaledJob': annotation('autoscaling.keda.sh/paused', 'true'),
  'postgresql.cnpg.io/Cluster': annotation('cnpg.io/hibernation', 'on'),
  'kafka.strimzi.io/Kafka': annotation('strimzi.io/pause-reconciliation', 'true'),
  ...Object.fromEntries(
    ECK.map((kind, at) => [
      `${ECK_GROUPS[at]}.k8s.elastic.co/${kind}`,
      annotation('eck.k8s.elastic.co/managed', 'false'),
    ]),
  ),
  'pxc.percona.com/PerconaXtraDBCluster': pause,
  'psmdb.percona.com/PerconaServerMongoDB': pause,
  'ps.percona.com/PerconaServerMySQL': pause,
  'pgv2.percona.com/PerconaPGCluster': pause,
  'postgres-operator.crunchydata.com/PostgresCluster': { at: path('spec.shutdown'), to: true },
};
