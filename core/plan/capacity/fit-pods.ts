import { textAt } from '../../../kube/fields.ts';
import { type NodeRoom, take } from './node-room.ts';
import type { PodNeeds } from './pod-needs.ts';

const ZONE = 'topology.kubernetes.io/zone';
/** Taints that only ask for another node where there is one. */
const MILD = 'PreferNoSchedule';

/**
 * Puts pods onto nodes, the greediest first, and answers those that find no room. By their requests, node selectors, the taints that
 * they tolerate, and the zones of their volumes; the scheduler knows more, so that what fits here may still wait. Pure.
 */
export function withoutRoom(
  pods: readonly PodNeeds[],
  nodes: readonly NodeRoom[],
  zoneOfClaim: Readonly<Record<string, string>>,
): PodNeeds[] {
  const rooms = nodes.map((node) => ({ ...node }));
  const greediestFirst = [...pods].sort((a, b) => b.cpu - a.cpu || b.memory - a.memory);
  return greediestFirst.filter((pod) => {
    const zones = pod.claims.flatMap((claim) => zoneOfClaim[claim] ?? []);
    const room = rooms.find((each) => mayTake(each, pod) && zones.every((zone) => each.labels[ZONE] === zone));
    if (room) take(room, pod);
    return !room;
  });
}

const mayTake = (room: NodeRoom, { cpu, memory, selector, tolerations }: PodNeeds) =>
  room.pods >= 1 &&
  room.cpu >= cpu &&
  room.memory >= memory &&
  Object.entries(selector).every(([key, value]) => room.labels[key] === value) &&
  room.taints.every(
    (taint) => textAt(taint, 'effect') === MILD || tolerations.some((toleration) => tolerates(toleration, taint)),
  );

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates(toleration: unknown, taint: unknown): boolean {
  const of = (field: string) => textAt(toleration, field) ?? '';
  if (of('effect') !== '' && of('effect') !== textAt(taint, 'effect')) return false;
  if (of('operator') === 'Exists') return of('key') === '' || of('key') === textAt(taint, 'key');
  return of('key') === textAt(taint, 'key') && of('value') === (textAt(taint, 'value') ?? '');
}
