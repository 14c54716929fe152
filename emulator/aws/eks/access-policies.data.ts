/** What EKS's access policies allow, as https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html lists it. */

export interface PolicyRule {
  /** API group; '' is the core group, `*` every one. */
  group: string;
  /** Resources, with subresources as `pods/exec`; `*` is every one of both. */
  resources: readonly string[];
  verbs: readonly string[];
  /** Of `*`: what the rule leaves out all the same. */
  except?: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const VIEW: PolicyRule[] = [
  {
    group: 'apps',
    resources: [
      'controllerrevisions',
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
    verbs: READ,
  },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'], verbs: READ },
  { group: 'batch', resources: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'], verbs: READ },
  { group: 'discovery.k8s.io', resources: ['endpointslices'], verbs: READ },
  {
    group: 'extensions',
    resources: [
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'ingresses',
      'ingresses/status',
      'networkpolicies',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'replicationcontrollers/scale',
    ],
    verbs: READ,
  },
  { group: 'networking.k8s.io', resources: ['ingresses', 'ingresses/status', 'networkpolicies'], verbs: READ },
  { group: 'policy', resources: ['poddisruptionbudgets', 'poddisruptionbudgets/status'], verbs: READ },
  {
    group: '',
    resources: [
      'configmaps',
      'endpoints',
      'persistentvolumeclaims',
      'persistentvolumeclaims/status',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'serviceaccounts',
      'services',
      'services/status',
      'bindings',
      'events',
      'limitranges',
      'namespaces',
      'namespaces/status',
      'pods/log',
      'pods/status',
      'replicationcontrollers/status',
      'resourcequotas',
      'resourcequotas/status',
    ],
    verbs: READ,
  },
];

const EDIT: PolicyRule[] = [
  ...VIEW,
  {
    group: 'apps',
    resources: [
      'daemonsets',
      'deployments',
      'deployments/rollback',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
    verbs: WRITE,
  },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: WRITE },
  { group: 'batch', resources: ['cronjobs', 'jobs'], verbs: WRITE },
  {
    group: 'extensions',
    resources: [
      'daemonsets',
      'deployments',
      'deployments/rollback',
      'deployments/scale',
      'ingresses',
      'networkpolicies',
      'replicasets',
      'replicasets/scale',
      'replicationcontrollers/scale',
    ],
    verbs: WRITE,
  },
  { group: 'networking.k8s.io', resources: ['ingresses', 'networkpolicies'], verbs: WRITE },
  { group: 'policy', resources: ['poddisruptionbudgets'], verbs: WRITE },
  {
    group: '',
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'],
    verbs: READ,
  },
  {
    group: '',
    resources: [
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'pods',
      'pods/attach',
      'pods/exec',
      'pods/portforward',
      'pods/proxy',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'secrets',
      'serviceaccounts',
      'services',
      'services/proxy',
    ],
    verbs: WRITE,
  },
  { group: '', resources: ['serviceaccounts'], verbs: ['impersonate'] },
];

const ADMIN: PolicyRule[] = [
  ...EDIT,
  { group: 'authorization.k8s.io', resources: ['localsubjectaccessreviews'], verbs: ['create'] },
  { group: 'rbac.authorization.k8s.io', resources: ['rolebindings', 'roles'], verbs: [...READ, ...WRITE] },
];

/**
 * A WebSocket begins as a GET, so reading these would be running commands; EKS leaves them to the policies that write
 * (https://github.com/awsdocs/amazon-eks-user-guide/pull/1116).
 */
const STREAMS = ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'nodes/proxy'];

/** By name; those for service-linked roles and Auto Mode nodes are left out. */
export const ACCESS_POLICIES: Record<string, PolicyRule[]> = {
  AmazonEKSAdminPolicy: ADMIN,
  AmazonEKSAdminViewPolicy: [{ group: '*', resources: ['*'], verbs: READ, except: STREAMS }],
  AmazonEKSClusterAdminPolicy: [{ group: '*', resources: ['*'], verbs: ['*'] }],
  AmazonEKSEditPolicy: EDIT,
  AmazonEKSSecretAdminPolicy: [{ group: '', resources: ['secrets'], verbs: ['*'] }],
  AmazonEKSSecretReaderPolicy: [{ group: '', resources: ['secrets'], verbs: READ }],
  AmazonEKSViewPolicy: VIEW,
};
