import { path } from '../../../kube/fields.ts';
import { REPLICAS } from '../../../kube/replicas.ts';
import type { Inactive } from '../recipes/recipe.ts';
import { OPERATED } from '../recipes/recipes.ts';

const suspend = { at: path('spec.suspend'), to: true };
const annotation = (name: string, to: string) => ({ at: ['metadata', 'annotations', name], to });
/** No node has the label, so that no pod is made (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/). */
const noNode = { at: ['spec', 'template', 'spec', 'nodeSelector', 'kubeferry/started'], to: 'true' };

/**
 * What keeps each kind from running anything. Its operator makes no pod of an object that it is not to reconcile.
 * Sources: the field of the kind's own type; for databases the recipe of their operator;
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
  ...Object.fromEntries(OPERATED.flatMap(({ kind, inactive }) => (inactive ? [[kind, inactive]] : []))),
};
