/** Roles that every cluster has, and that may do everything (https://kubernetes.io/docs/reference/access-authn-authz/rbac/). */
export const ALL_POWERFUL_ROLES: readonly string[] = ['cluster-admin'];

/** Who everybody is, or every pod: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings. */
export const EVERYBODY: readonly string[] = [
  'system:anonymous',
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:masters',
];

/** Verbs with which somebody gets more rights than they were given (RBAC good practices, "privilege escalation risks"). */
export const ESCALATING_VERBS: readonly string[] = ['escalate', 'bind', 'impersonate'];

/** What a container may add without a second look (https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline). */
export const HARMLESS_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Cluster scope that gives nobody a right and judges nobody's objects: `group/Kind`. */
export const HARMLESS_CLUSTER_SCOPE: readonly string[] = [
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttributesClass',
  'scheduling.k8s.io/PriorityClass',
  'networking.k8s.io/IngressClass',
  'gateway.networking.k8s.io/GatewayClass',
  'node.k8s.io/RuntimeClass',
  'resource.k8s.io/DeviceClass',
  'apiextensions.k8s.io/CustomResourceDefinition',
];

/** Cluster scope that is of the clone alone: its namespaces, and the volumes of its claims. */
export const OWN_CLUSTER_SCOPE: readonly string[] = ['/Namespace', '/PersistentVolume'];
