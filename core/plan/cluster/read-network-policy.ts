import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { NetworkPolicyFacts } from '../../translate/context.ts';
import { valuesAt } from '../../translate/edit.ts';

/** DaemonSets of plugins that enforce network policies as soon as they run. */
const PLUGINS: [string, string, NetworkPolicyFacts['by']][] = [
  ['kube-system', 'cilium', 'Cilium'],
  ['calico-system', 'calico-node', 'Calico'],
  ['kube-system', 'calico-node', 'Calico'],
  ['kube-system', 'azure-npm', 'Azure Network Policy Manager'],
];

/**
 * What enforces network policies in a cluster; undefined when nothing known was found. The VPC CNI does so by its node
 * agent's argument, Auto Mode by a ConfigMap (https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html), AKS by one of three plugins
 * (https://learn.microsoft.com/azure/aks/use-network-policies).
 */
export async function readNetworkPolicy(
  api: Pick<ClusterApi, 'get'>,
  isAutoMode: boolean,
): Promise<NetworkPolicyFacts | undefined> {
  const daemonSet = (namespace: string, name: string) =>
    api.get({ apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name });
  for (const [namespace, name, by] of PLUGINS) if (await daemonSet(namespace, name)) return { by, on: true };
  const node = await daemonSet('kube-system', 'aws-node');
  if (node) return { by: 'Amazon VPC CNI', on: runsAgent(node) };
  if (!isAutoMode) return undefined;
  const settings = await api.get({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'amazon-vpc-cni',
  });
  return { by: 'EKS Auto Mode', on: fieldAt(settings, 'data.enable-network-policy-controller') === 'true' };
}

const runsAgent = (node: KubeObject) =>
  valuesAt(node, ['spec', 'template', 'spec', 'containers', '*', 'args', '*']).some(
    ({ value }) => value === '--enable-network-policy=true',
  );
