/**
 * By which field a strategic merge finds an item of a list: `patchMergeKey` of the types of Kubernetes (k8s.io/api, types.go).
 * A list that has none is replaced, and so are the variables of admission policies, of which one kind merges them and one does not.
 */
const BY_NAME: Record<string, string> = {
  containers: 'name',
  conditions: 'type',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  drivers: 'name',
  imagePullSecrets: 'name',
  initContainers: 'name',
  matchConditions: 'name',
  ownerReferences: 'uid',
  resourceClaims: 'name',
  schedulingGates: 'name',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
  webhooks: 'name',
};

/** Lists that are replaced although others of their name are merged. */
const ATOMIC = ['imagePullSecrets'];

/** Ports of containers have another key than those of a Service. */
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** `at`: names of fields from the root, without numbers of items. */
export function mergeKeyOf(at: readonly string[]): string | undefined {
  const name = at.at(-1) ?? '';
  if (ATOMIC.includes(at.join('.'))) return undefined;
  if (name === 'ports' && CONTAINERS.includes(at.at(-2) ?? '')) return 'containerPort';
  if (at.join('.') === 'spec.ports') return 'port';
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
}

/** Lists of plain values that are merged as a set. */
export const isMergedSet = (at: readonly string[]) => at.at(-1) === 'finalizers' && at.at(-2) === 'metadata';

/** API groups whose types are Kubernetes' own; of all others a server takes no strategic merge. */
export const OWN_GROUPS: readonly string[] = [
  '',
  'admissionregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];
