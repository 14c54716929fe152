/** What a cluster that is none of EKS has to let kubeferry do, as rules of RBAC. */

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface RightsRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/**
 * Everything is listed, Secrets too, and nothing is got: `get` on all resources has `pods/exec` and `nodes/proxy` in it, by
 * which whoever may only read runs commands (https://kubernetes.io/docs/concepts/security/rbac-good-practices/).
 */
export const READING: readonly RightsRule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['list'] }];

/** In each namespace that runs may quiesce: what scales workloads, suspends CronJobs, and runs hooks. */
export const QUIESCING: readonly RightsRule[] = [
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'replicasets'], verbs: ['get', 'patch'] },
  {
    apiGroups: ['apps'],
    resources: ['deployments/scale', 'statefulsets/scale', 'replicasets/scale'],
    verbs: ['patch'],
  },
  { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] },
];

/** ServiceAccount, namespace and prefix of names of what `kubeferry rbac` prints. */
export const WHO = 'kubeferry';

/** The objects that let kubeferry read a cluster, and quiesce in the namespaces that are named. */
export function rightsObjects(quiesced: readonly string[]): object[] {
  const subject = { kind: 'ServiceAccount', name: WHO, namespace: WHO };
  const rbac = 'rbac.authorization.k8s.io/v1';
  const bound = (
    scope: '' | 'Cluster',
    name: string,
    namespace: { namespace?: string },
    rules: readonly RightsRule[],
  ) => [
    { apiVersion: rbac, kind: `${scope}Role`, metadata: { name, ...namespace }, rules },
    {
      apiVersion: rbac,
      kind: `${scope}RoleBinding`,
      metadata: { name, ...namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${scope}Role`, name },
      subjects: [subject],
    },
  ];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WHO } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: WHO, namespace: WHO } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: { name: WHO, namespace: WHO, annotations: { 'kubernetes.io/service-account.name': WHO } },
    },
    ...bound('Cluster', `${WHO}-reads`, {}, READING),
    ...quiesced.flatMap((namespace) => bound('', `${WHO}-quiesces`, { namespace }, QUIESCING)),
  ];
}
