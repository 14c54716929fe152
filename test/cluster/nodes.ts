import type { NodeSeed } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

/** Creates the nodes that fake kubelets then run, with the labels that EKS nodes have. */
export async function createNodes(api: ClusterApi, seeds: NodeSeed[]): Promise<void> {
  for (const seed of seeds) await api.create(nodeOf(seed), { manager: 'kubelet' });
}

export async function areReady(api: ClusterApi, seeds: NodeSeed[]): Promise<boolean> {
  const nodes = await Promise.all(seeds.map(({ name }) => api.get({ apiVersion: 'v1', kind: 'Node', name })));
  return nodes.every((node) => isReady(node));
}

function nodeOf({ name, zone, region, instanceId, labels }: NodeSeed): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        type: 'kwok',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm7i.large',
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        ...labels,
      },
    },
    spec: { providerID: `aws:///${zone}/${instanceId}` },
  };
}

function isReady(node: KubeObject | undefined): boolean {
  const { conditions = [] } = (node?.status ?? {}) as { conditions?: { type: string; status: string }[] };
  const taints = ((node?.spec ?? {}) as { taints?: unknown[] }).taints ?? [];
  return taints.length === 0 && conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
