import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Container, PodSpec, Toleration, Volume } from '../contract/shapes.ts';
import { forbidden } from '../errors/status.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { randomSuffix } from '../store/metadata.ts';

const PODS = { group: '', resource: 'pods', kind: 'Pod' };
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the admission plugins ServiceAccount, Priority and DefaultTolerationSeconds do to a new pod. Throws 403. */
export function admitPod(pod: KubeObject, state: ClusterState): void {
  const spec = pod.spec as PodSpec;
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount ??= spec.serviceAccountName;
  spec.enableServiceLinks ??= true;
  addToken(pod, spec, accountOf(pod, spec, state));
  setPriority(pod, spec, state);
  tolerateFailedNodes(spec);
}

function accountOf(pod: KubeObject, spec: PodSpec, state: ClusterState): KubeObject {
  const { namespace = '', name } = pod.metadata;
  const account = state.store.get('/serviceaccounts', namespace, spec.serviceAccountName!);
  if (account) return account;
  const who = `service account ${namespace}/${spec.serviceAccountName}`;
  throw forbidden(PODS, name, `error looking up ${who}: serviceaccount "${spec.serviceAccountName}" not found`);
}

/** Mounts the account's token into every container that has nothing at its place yet. */
function addToken(pod: KubeObject, spec: PodSpec, account: KubeObject): void {
  const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  const pullSecrets = account.imagePullSecrets as unknown[] | undefined;
  if (!(spec.imagePullSecrets as unknown[] | undefined)?.length && pullSecrets?.length)
    spec.imagePullSecrets = pullSecrets;
  if (!automount || pod.metadata.annotations?.['kubernetes.io/config.mirror']) return;
  const isMounted = (container: Container) => container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH);
  const bare = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(
    (container) => !isMounted(container),
  );
  if (bare.length === 0) return;
  const name = `kube-api-access-${randomSuffix()}`;
  spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
  for (const container of bare) {
    const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
    container.volumeMounts = [...(container.volumeMounts ?? []), mount];
  }
}

function tokenVolume(name: string): Volume {
  const field = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: field }] } },
  ];
  return { name, projected: { sources, defaultMode: 0o644 } } as Volume;
}

function setPriority(pod: KubeObject, spec: PodSpec, state: ClusterState): void {
  const classes = 'scheduling.k8s.io/priorityclasses';
  const wanted = spec.priorityClassName;
  const fallback = state.store.list(classes).find((one) => one.globalDefault === true);
  const found = wanted ? state.store.get(classes, '', wanted) : fallback;
  if (wanted && !found) throw forbidden(PODS, pod.metadata.name, `no PriorityClass with name ${wanted} was found`);
  if (found) spec.priorityClassName = found.metadata.name;
  const priority = Number(found?.value ?? 0);
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`;
    throw forbidden(PODS, pod.metadata.name, why);
  }
  spec.priority = priority;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
}

function tolerateFailedNodes(spec: PodSpec): void {
  const tolerations: Toleration[] = spec.tolerations ?? [];
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (key) => !tolerations.some((one) => (one.key === key || !one.key) && (!one.effect || one.effect === 'NoExecute')),
  );
  const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  if (added.length > 0) spec.tolerations = [...tolerations, ...added];
}
