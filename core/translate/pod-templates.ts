import { isRecord, type Path, path } from '../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../kube/kube-object.ts';
import { edit } from './edit.ts';

/** Where pod templates (`metadata` + `spec`) live, by `group/kind`: the one place that every rule asks. */
export const POD_TEMPLATES: Record<string, Path> = {
  '/Pod': path(''),
  '/PodTemplate': path('template'),
  '/ReplicationController': path('spec.template'),
  'apps/Deployment': path('spec.template'),
  'apps/ReplicaSet': path('spec.template'),
  'apps/StatefulSet': path('spec.template'),
  'apps/DaemonSet': path('spec.template'),
  'batch/Job': path('spec.template'),
  'batch/CronJob': path('spec.jobTemplate.spec.template'),
  'argoproj.io/Rollout': path('spec.template'),
  'serving.knative.dev/Service': path('spec.template'),
  'serving.knative.dev/Configuration': path('spec.template'),
  'apps.kruise.io/CloneSet': path('spec.template'),
  'apps.kruise.io/StatefulSet': path('spec.template'),
  'apps.kruise.io/DaemonSet': path('spec.template'),
  'apps.openshift.io/DeploymentConfig': path('spec.template'),
  'keda.sh/ScaledJob': path('spec.jobTargetRef.template'),
  'jobset.x-k8s.io/JobSet': path('spec.replicatedJobs.*.template.spec.template'),
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': path('spec.leaderWorkerTemplate.*'),
};

/** Kinds that hold pod templates, as `appliesTo` takes them. */
export const POD_KINDS = Object.keys(POD_TEMPLATES);

/** Every list of containers of a pod spec. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export const kindKey = (object: Pick<KubeObject, 'apiVersion' | 'kind'>) =>
  `${groupOf(object.apiVersion)}/${object.kind}`;

/** Whether an object can make a load balancer, itself or by what its operator or gateway makes of it. */
export const mayAskForLoadBalancer = (object: Pick<KubeObject, 'apiVersion' | 'kind'>) =>
  groupOf(object.apiVersion).includes('.') || kindKey(object) === '/Service';

/** Changes each pod template of an object; `at` is where the template is. */
export function editPodTemplates(
  object: KubeObject,
  change: (template: Record<string, unknown>, at: string[]) => unknown,
): KubeObject {
  const where = POD_TEMPLATES[kindKey(object)];
  if (!where) return object;
  return edit(object, where, (template, at) =>
    isRecord(template) && isRecord(template.spec) ? change(template, at) : template,
  );
}

/** The pod templates of an object, to look at. */
export function podTemplatesOf(object: KubeObject): { template: Record<string, unknown>; at: string[] }[] {
  const found: { template: Record<string, unknown>; at: string[] }[] = [];
  editPodTemplates(object, (template, at) => {
    found.push({ template, at });
    return template;
  });
  return found;
}
