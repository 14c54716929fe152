import { type Finding, findingsBy } from '../../../kube/finding.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { GIB } from '../../base/sizes.ts';
import { withoutRoom } from './fit-pods.ts';
import type { NodeRoom } from './node-room.ts';
import { type PodNeeds, podsOf, type Resources } from './pod-needs.ts';

const about = findingsBy('capacity');
/** How many workloads a sentence has. */
const NAMED = 5;

/** Collects the pods that a clone would run, and says whether the target's nodes have room for them. */
export class RoomForPods {
  readonly #nodes: readonly NodeRoom[];
  readonly #pods: PodNeeds[] = [];

  constructor(nodes: readonly NodeRoom[]) {
    this.#nodes = nodes;
  }

  add(target: KubeObject): void {
    this.#pods.push(...podsOf(target));
  }

  /** `zoneOfClaim`: of the claims of the clone whose volumes are in one. */
  findings(cluster: string, zoneOfClaim: Readonly<Record<string, string>>): Finding[] {
    if (this.#pods.length === 0) return [];
    const object = { apiVersion: 'v1', kind: 'Cluster', name: cluster };
    const asked = `The ${this.#pods.length} pods of the clone ask for ${say(total(this.#pods))}`;
    const free = `the target's ${this.#nodes.length} nodes have ${say(total(this.#nodes))} left`;
    const waiting = withoutRoom(this.#pods, this.#nodes, zoneOfClaim);
    if (waiting.length === 0)
      return [about(object, 'info', `${asked}, and fit onto the nodes of the target as they are: ${free}.`)];
    const counts = [...Map.groupBy(waiting, ({ owner }) => owner)].map(([owner, { length }]) => `${owner} (${length})`);
    const more = counts.length > NAMED ? ` and ${counts.length - NAMED} more workloads` : '';
    return [
      about(
        object,
        'warning',
        `${asked}, and ${free}: ${waiting.length} of them would find no node, of ${counts.slice(0, NAMED).join(', ')}${more}. They wait until one has room, and a migration that waits fails. Add nodes first, unless the cluster makes them when pods wait (Karpenter, Auto Mode, the cluster autoscaler), which nobody can tell from here.`,
      ),
    ];
  }
}

const total = (all: readonly Resources[]): Resources => ({
  cpu: all.reduce((sum, { cpu }) => sum + Math.max(0, cpu), 0),
  memory: all.reduce((sum, { memory }) => sum + Math.max(0, memory), 0),
});
const rounded = (value: number) => Math.round(value * 10) / 10;
const say = ({ cpu, memory }: Resources) => `${rounded(cpu)} CPUs and ${rounded(memory / GIB)} GiB`;
