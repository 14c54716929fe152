import type { NodeSeed } from '../backend.ts';
import type { ClusterState } from '../write/cluster-state.ts';
import { create } from './writes.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

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
  for (const [name, value] of [
    ['system-cluster-critical', 2_000_000_000],
    ['system-node-critical', 2_000_001_000],
  ] as const) {
    const type = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' };
    create(state, 'scheduling.k8s.io/priorityclasses', { ...type, metadata: { name }, value });
  }
  for (const node of nodes) addNode(state, node);
}

function addNode(state: ClusterState, node: NodeSeed): void {
  const { name, zone, region, instanceId } = node;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': zone,
    'topology.kubernetes.io/region': region,
    'topology.ebs.csi.aws.com/zone': zone,
    ...node.labels,
  };
  const transition = { lastHeartbeatTime: state.now(), lastTransitionTime: state.now() };
  const resources = { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  create(state, '/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: { providerID: `aws:///${zone}/${instanceId}` },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          ...transition,
        },
      ],
      addresses: [{ type: 'Hostname', address: name }],
    },
  });
  // The EBS driver tells the scheduler by its CSINode which zone a node is in.
  const driver = {
    name: 'ebs.csi.aws.com',
    nodeID: instanceId,
    topologyKeys: ['topology.ebs.csi.aws.com/zone'],
    allocatable: { count: 25 },
  };
  create(state, 'storage.k8s.io/csinodes', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name },
    spec: { drivers: [driver] },
  });
}
