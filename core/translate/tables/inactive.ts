import { type Path, path } from '../../../kube/fields.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { REPLICAS } from '../../../kube/replicas.ts';

const suspend = { at: path('spec.suspend'), to: true };
const pause = { at: path('spec.pause'), to: true };
const annotation = (name: string, to: string) => ({ at: ['metadata', 'annotations', name], to });
/** No node has the label, so that no pod is made (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/). */
const noNode = { at: ['spec', 'template', 'spec', 'nodeSelector', 'kubeferry/started'], to: 'true' };
/**
 * Before version 3.5, ECK leaves alone what is not managed; since then it makes no workload of what is paused, and continues only
 * with Secrets and Services (ReconcilePauseAware in pkg/controller/common/pause_orchestration.go of elastic/cloud-on-k8s).
 */
const ECK_INACTIVE = [
  annotation('eck.k8s.elastic.co/pause-orchestration', 'true'),
  annotation('eck.k8s.elastic.co/managed', 'false'),
];
const ECK: Record<string, string> = {
  elasticsearch: 'Elasticsearch',
  kibana: 'Kibana',
  apm: 'ApmServer',
  enterprisesearch: 'EnterpriseSearch',
  beat: 'Beat',
  agent: 'Agent',
  logstash: 'Logstash',
  maps: 'ElasticMapsServer',
  packageregistry: 'PackageRegistry',
};

export interface Inactive {
  at: Path;
  to: Json;
}

/**
 * What keeps each kind from running anything. Its operator makes no pod of an object that it is not to reconcile.
 * Sources: the field of the kind's own type; CloudNativePG's declarative hibernation, Strimzi's and ECK's annotations;
 * https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/ for bare pods.
 */
export const INACTIVE: Record<string, Inactive | readonly Inactive[]> = {
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
  ...Object.fromEntries(Object.entries(ECK).map(([group, kind]) => [`${group}.k8s.elastic.co/${kind}`, ECK_INACTIVE])),
  'pxc.percona.com/PerconaXtraDBCluster': pause,
  'psmdb.percona.com/PerconaServerMongoDB': pause,
  'ps.percona.com/PerconaServerMySQL': pause,
  'pgv2.percona.com/PerconaPGCluster': pause,
  'postgres-operator.crunchydata.com/PostgresCluster': { at: path('spec.shutdown'), to: true },
};
