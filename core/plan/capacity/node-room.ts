import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, listAt, mapAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { quantityOf } from '../../../kube/quantity.ts';
import { type Resources, requestsOf, textOf } from './pod-needs.ts';

/** What a node has left. */
export interface NodeRoom extends Resources {
  labels: Record<string, string>;
  taints: readonly unknown[];
  /** How many more. */
  pods: number;
}

const core = (kind: string, resource: string, namespaced: boolean) => ({
  apiVersion: 'v1',
  kind,
  resource,
  namespaced,
  verbs: ['list'],
});
const ENDED = ['Succeeded', 'Failed'];

/** What the nodes of a cluster have left beside the pods that are on them; those that take no new ones are left out. */
export async function readRoom(api: ClusterApi): Promise<NodeRoom[]> {
  const rooms = new Map<string, NodeRoom>();
  for await (const page of api.list(core('Node', 'nodes', false)))
    for (const node of page)
      if (fieldAt(node, 'spec.unschedulable') !== true) rooms.set(node.metadata.name, emptyRoom(node));
  for await (const page of api.list(core('Pod', 'pods', true)))
    for (const pod of page) {
      const room = rooms.get(textAt(pod, 'spec.nodeName') ?? '');
      if (room && !ENDED.includes(textAt(pod, 'status.phase') ?? '')) take(room, requestsOf(pod.spec));
    }
  return [...rooms.values()];
}

function emptyRoom(node: KubeObject): NodeRoom {
  const has = mapAt(node, 'status.allocatable');
  return {
    labels: node.metadata.labels ?? {},
    taints: listAt(node, 'spec.taints'),
    cpu: quantityOf(textOf(has.cpu)),
    memory: quantityOf(textOf(has.memory)),
    pods: quantityOf(textOf(has.pods)),
  };
}

export function take(room: NodeRoom, { cpu, memory }: Resources): void {
  room.cpu -= cpu;
  room.memory -= memory;
  room.pods -= 1;
}
