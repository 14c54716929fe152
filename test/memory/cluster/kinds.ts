import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** `resource Kind`, those of cluster scope marked with `*`: what workloads are made of, and no more. */
const BUILT_IN: Record<string, string> = {
  v1: 'namespaces Namespace*, persistentvolumes PersistentVolume*, nodes Node*, configmaps ConfigMap, secrets Secret, services Service, serviceaccounts ServiceAccount, persistentvolumeclaims PersistentVolumeClaim, pods Pod, events Event',
  'apps/v1': 'deployments Deployment, statefulsets StatefulSet, daemonsets DaemonSet, replicasets ReplicaSet',
  'batch/v1': 'jobs Job, cronjobs CronJob',
  'networking.k8s.io/v1': 'ingresses Ingress, networkpolicies NetworkPolicy, ingressclasses IngressClass*',
  'rbac.authorization.k8s.io/v1':
    'roles Role, rolebindings RoleBinding, clusterroles ClusterRole*, clusterrolebindings ClusterRoleBinding*',
  'storage.k8s.io/v1': 'storageclasses StorageClass*, csidrivers CSIDriver*, volumeattachments VolumeAttachment*',
  'policy/v1': 'poddisruptionbudgets PodDisruptionBudget',
  'autoscaling/v2': 'horizontalpodautoscalers HorizontalPodAutoscaler',
  'scheduling.k8s.io/v1': 'priorityclasses PriorityClass*',
  'apiextensions.k8s.io/v1': 'customresourcedefinitions CustomResourceDefinition*',
  'apiregistration.k8s.io/v1': 'apiservices APIService*',
};

export function builtInKinds(): ServedResource[] {
  return Object.entries(BUILT_IN).flatMap(([apiVersion, list]) =>
    list.split(', ').map((entry) => {
      const [resource = '', kind = ''] = entry.split(' ');
      const namespaced = !kind.endsWith('*');
      return { apiVersion, kind: kind.replace('*', ''), resource, namespaced, verbs: VERBS };
    }),
  );
}

/** The kinds that a CustomResourceDefinition brings: one for each version that it serves. */
export function kindsOf(definition: KubeObject): ServedResource[] {
  const { group, scope, names, versions } = definition.spec as {
    group: string;
    scope: string;
    names: { kind: string; plural: string };
    versions: { name: string; served: boolean }[];
  };
  return versions
    .filter(({ served }) => served)
    .map(({ name }) => ({
      apiVersion: `${group}/${name}`,
      kind: names.kind,
      resource: names.plural,
      namespaced: scope === 'Namespaced',
      verbs: VERBS,
    }));
}
