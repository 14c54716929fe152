import type { KubeObject } from '../../kube/kube-object.ts';
import { isSystemNamespace } from '../../kube/system.ts';
import type { TranslationContext } from './context.ts';

export const ISOLATION = 'kubeferry-isolation';

const NAME_LABEL = 'kubernetes.io/metadata.name';
const DNS_PORTS = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));

/**
 * Where cluster DNS answers beside its pods: node-local DNS (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/),
 * and the service addresses that EKS gives it, which Auto Mode answers on the node itself
 * (https://docs.aws.amazon.com/eks/latest/userguide/eks-networking-kubernetes-addresses.html).
 */
const DNS_ADDRESSES = ['169.254.20.10/32', '10.100.0.10/32', '172.20.0.10/32'];

/**
 * One policy for each namespace of the export, in the names of the source, since the rules translate it like any other
 * object: nothing gets out of a pod but to DNS and to the clone's own namespaces.
 */
function isolationPolicies(namespaces: readonly string[]): KubeObject[] {
  const within = {
    namespaceSelector: { matchExpressions: [{ key: NAME_LABEL, operator: 'In', values: [...namespaces] }] },
  };
  const dns = [
    { namespaceSelector: { matchLabels: { [NAME_LABEL]: 'kube-system' } } },
    ...DNS_ADDRESSES.map((cidr) => ({ ipBlock: { cidr } })),
  ];
  return namespaces.map((namespace) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: ISOLATION, namespace, labels: { 'app.kubernetes.io/managed-by': 'kubeferry' } },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [within] }, { to: dns, ports: DNS_PORTS }] },
  }));
}

/** The exported objects, and behind them the policies that the request asks for by `isolate`. */
export async function* withIsolation(
  shards: AsyncIterable<KubeObject[]>,
  { isolate }: Pick<TranslationContext, 'isolate'>,
): AsyncGenerator<KubeObject[]> {
  const namespaces = new Set<string>();
  for await (const objects of shards) {
    if (isolate) for (const object of objects) noteNamespace(object, namespaces);
    yield objects;
  }
  if (namespaces.size > 0) yield isolationPolicies([...namespaces].toSorted());
}

function noteNamespace({ kind, apiVersion, metadata }: KubeObject, namespaces: Set<string>): void {
  const namespace = kind === 'Namespace' && apiVersion === 'v1' ? metadata.name : metadata.namespace;
  if (namespace && !isSystemNamespace(namespace)) namespaces.add(namespace);
}
