/** What a cluster has to let kubeferry do that no access entry of EKS lets it do, as rules of RBAC. */

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface RightsRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

type OneRule = { readonly [part in keyof RightsRule]: readonly string[] };

/**
 * Everything is listed, Secrets too, and nothing is got: `get` on all resources has `pods/exec` and `nodes/proxy` in it, by
 * which whoever may only read runs commands (https://kubernetes.io/docs/concepts/security/rbac-good-practices/).
 */
export const READING: readonly RightsRule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['list'] }];

/** In a target that has no access policies: what a clone holds is not known before. */
export const EVERYTHING: readonly RightsRule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

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

/**
 * In each namespace whose claims runs may copy by Jobs: what makes, starts, renews and removes a Job and its Secret, and makes a snapshot of a claim and
 * a claim of that. Which those are is found by listing; nothing is got, and pods are made by the cluster alone. No claim may be deleted: those
 * of a run belong to its Job, and the cluster removes them with it.
 */
export const MOVING: readonly RightsRule[] = [
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['create'] },
  { apiGroups: ['snapshot.storage.k8s.io'], resources: ['volumesnapshots'], verbs: ['create'] },
];

/** ServiceAccount, namespace and prefix of names of what `kubeferry rbac` prints. */
export const WHO = 'kubeferry';

/** The user that a token of STS makes of a role, by the claims that `kubeferry rbac` maps. */
export const userOf = (roleArn: string) => `aws:${roleArn}`;

/** Where runs may do more than read. */
export interface AllowedIn {
  quiesced: readonly string[];
  moved: readonly string[];
}

/**
 * The objects that let kubeferry read a cluster, and quiesce or copy by Jobs in the namespaces that are named: as a ServiceAccount with a token,
 * or as a user: a role of AWS, or an identity of Azure.
 */
export function rightsObjects({ quiesced, moved }: AllowedIn, user?: string): object[] {
  const subject = user
    ? { apiGroup: RBAC, kind: 'User', name: user }
    : { kind: 'ServiceAccount', name: WHO, namespace: WHO };
  const bound = boundTo(subject);
  return [
    ...(user ? [] : serviceAccount()),
    ...bound('Cluster', `${WHO}-reads`, {}, READING),
    ...quiesced.flatMap((namespace) => bound('', `${WHO}-quiesces`, { namespace }, QUIESCING)),
    ...moved.flatMap((namespace) => bound('', `${WHO}-moves`, { namespace }, MOVING)),
  ];
}

/** The group that the access entry of a source names whose routes may hand volumes over: without these objects it means nothing. */
export const HANDING_GROUP = `${WHO}:hands-over`;

/** What no access policy of EKS has but that of the cluster's administrator: to take a volume from its claim, and to give it back. */
export const HANDING = [
  { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['patch'] },
] as const satisfies readonly OneRule[];

/** The objects that let runs hand volumes of a cluster of EKS over, beside what its access policies let them read and scale. */
export const handingObjects = (): object[] =>
  boundTo({ apiGroup: RBAC, kind: 'Group', name: HANDING_GROUP })('Cluster', `${WHO}-hands-over`, {}, HANDING);

/** A role, and its binding. */
const boundTo =
  (subject: object) =>
  (scope: '' | 'Cluster', name: string, namespace: { namespace?: string }, rules: readonly OneRule[]) => [
    { apiVersion: `${RBAC}/v1`, kind: `${scope}Role`, metadata: { name, ...namespace }, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: `${scope}RoleBinding`,
      metadata: { name, ...namespace },
      roleRef: { apiGroup: RBAC, kind: `${scope}Role`, name },
      subjects: [subject],
    },
  ];

const RBAC = 'rbac.authorization.k8s.io';

const serviceAccount = () => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WHO } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: WHO, namespace: WHO } },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: { name: WHO, namespace: WHO, annotations: { 'kubernetes.io/service-account.name': WHO } },
  },
];

/**
 * By which an API server trusts the tokens of an account's STS, for the audience of a route: the file of
 * --authentication-config (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration).
 */
export const authenticationConfiguration = (issuer: string, audience: string, roleArn: string) => ({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt: [
    {
      issuer: { url: issuer, audiences: [audience] },
      claimMappings: { username: { claim: 'sub', prefix: 'aws:' } },
      // The account has other roles, which may get tokens as well.
      claimValidationRules: [{ claim: 'sub', requiredValue: roleArn }],
    },
  ],
});
