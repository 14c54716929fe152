import type { NodeSeed } from '../contract/backend.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { create } from './writes.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const PRIORITIES = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

/** What a new cluster has: its namespaces, the service of its own API, priority classes, and the nodes. */
export function seedCluster(state: ClusterState, nodes: NodeSeed[]): void {
  for (const name of NAMESPACES) {
    create(state, '/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  create(state, '/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.100.0.1', ports: [{ name: 'https', port: 443, targetPort: 443 }] },
  });
  for (const [name, value] of Object.entries(PRIORITIES)) {
    const type = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' };
    create(state, 'scheduling.k8s.io/priorityclasses', { ...type, metadata: { name }, value });
  }
  for (const node of nodes) addNode(state, node);
}

/** As the kubelet and the cloud's node controller register an instance. */
function addNode(state: ClusterState, { name, zone, region, instanceId, labels }: NodeSeed): void {
  const topology = { 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': region };
  create(state, '/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...topology, ...labels } },
    spec: { providerID: `aws:///${zone}/${instanceId}` },
  });
}
