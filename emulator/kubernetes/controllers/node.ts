import type { Controller } from './controller.ts';
import { create, setStatus, update } from './writes.ts';

const RESOURCES = { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' };

/** The part of a node's kubelet that speaks of the node: its own labels, Ready, and a CSINode. */
export const nodeController: Controller = {
  name: 'node',
  watches: { '/nodes': ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]) },
  reconcile(name, state) {
    const node = state.store.get('/nodes', '', name);
    if (!node || node.metadata.deletionTimestamp) return undefined;
    const own = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
    const metadata = { ...node.metadata, labels: { ...own, ...node.metadata.labels } };
    update(state, '/nodes', node, { ...node, metadata });
    const current = state.store.get('/nodes', '', name)!;
    if (!(current.status as { conditions?: unknown })?.conditions) {
      const times = { lastHeartbeatTime: state.now(), lastTransitionTime: state.now() };
      const ready = {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
      };
      const status = { capacity: RESOURCES, allocatable: RESOURCES, addresses: [{ type: 'Hostname', address: name }] };
      setStatus(state, '/nodes', current, { ...status, conditions: [{ ...ready, ...times }] });
    }
    if (state.store.get('storage.k8s.io/csinodes', '', name)) return undefined;
    const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid! };
    const type = { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode' };
    create(state, 'storage.k8s.io/csinodes', {
      ...type,
      metadata: { name, ownerReferences: [owner] },
      spec: { drivers: [] },
    });
    return undefined;
  },
};
