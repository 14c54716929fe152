import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { Finding } from '../../kube/finding.ts';
import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import { inParallel } from '../base/in-parallel.ts';
import type { Request } from '../base/request/request.ts';
import type { Member } from './refresh/former.ts';
import { memberKey } from './refresh/members.ts';

/** Lists in flight: each is a light one, of names. */
const IN_FLIGHT = 32;

/** Kinds that every namespace and cluster shares: they are left as they are when the target has them, but for volumes. */
export const isShared = (ref: ObjectRef) => ref.namespace === undefined;

/**
 * Objects of the plan that the target has already, found by one list per kind and namespace, and what that means under
 * `onConflict`. With `fail`, each is a blocker; shared objects of cluster scope are left as they are. With `refresh`,
 * each is a blocker but for the members of the former clones, which `fail` tells of as well. A volume whose claim is
 * missing, or is not bound, is a blocker always: the copy's claim would get that volume.
 */
export async function findConflicts(
  api: ClusterApi,
  targets: ObjectRef[],
  onConflict: Request['onConflict'],
  members: ReadonlyMap<string, Member> = new Map(),
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const homes = await api.names({ apiVersion: 'v1', kind: 'Namespace' });
  // Nothing is in a namespace that does not exist: a clone into an empty target asks for its namespaces alone.
  const asked = [...Map.groupBy(targets, kindAndPlace).values()].filter(
    ([{ namespace } = {}]) => namespace === undefined || homes.has(namespace),
  );
  const there = await inParallel(asked, IN_FLIGHT, ([first]) => api.names(first!));
  for (const [at, refs] of asked.entries()) {
    for (const ref of refs) {
      const uid = there[at]!.get(ref.name);
      if (uid === undefined) continue;
      const isMember = members.get(memberKey(ref))?.uid === uid;
      findings.push(onConflict === 'refresh' ? underRefresh(ref, isMember) : conflict(ref, onConflict, isMember));
    }
  }
  const claims = findings.some(({ object }) => object.kind === 'PersistentVolumeClaim');
  return onConflict === 'fail' && claims
    ? findings.filter(({ object }) => object.kind !== 'PersistentVolume')
    : findings;
}

const kindAndPlace = (ref: ObjectRef) => `${ref.apiVersion} ${ref.kind} ${ref.namespace ?? ''}`;

function underRefresh(ref: ObjectRef, isMember: boolean): Finding {
  const base = { object: ref, path: '', rule: 'find-conflicts' };
  const isVolume = ref.kind === 'PersistentVolume';
  if (isMember && (isVolume || !isShared(ref)))
    return {
      ...base,
      severity: 'info',
      sentence: `${refText(ref)} is of the former clone and is brought to the source's state; it is put back if the run fails.`,
    };
  if (isShared(ref) && !isVolume)
    return { ...base, severity: 'info', sentence: `${refText(ref)} is in the target already and is left as it is.` };
  return {
    ...base,
    severity: 'blocker',
    sentence: `${refText(ref)} is in the target and no clone of this route made it, so a refresh does not touch it. Remove it, keep it out of the clone with selection.excludeKinds, map the namespace to another one, or use onConflict "update".`,
  };
}

function conflict(ref: ObjectRef, onConflict: Request['onConflict'], isMember: boolean): Finding {
  const base = { object: ref, path: '', rule: 'find-conflicts' };
  if (ref.kind === 'PersistentVolume') return { ...base, severity: 'blocker', sentence: volumeInTheWay(ref) };
  if (isShared(ref))
    return { ...base, severity: 'info', sentence: `${refText(ref)} is in the target already and is left as it is.` };
  if (onConflict === 'skip')
    return {
      ...base,
      severity: 'warning',
      sentence: `${refText(ref)} is in the target already and is left as it is (onConflict: skip).`,
    };
  if (onConflict === 'update')
    return {
      ...base,
      severity: 'warning',
      sentence: `${refText(ref)} is in the target already and is changed to the source's state (onConflict: update); roll-back does not restore it.`,
    };
  return {
    ...base,
    severity: 'blocker',
    sentence: isMember
      ? `${refText(ref)} is in the target already, made by an earlier clone of this route. Use onConflict "refresh" to bring that clone and its data to the source's state, roll it back first, or map the namespace to another one.`
      : `${refText(ref)} is in the target already. Map the namespace to another one, remove it, or use onConflict "skip" or "update", with which claims of the target keep the data that they have.`,
  };
}

const volumeInTheWay = (ref: ObjectRef) =>
  `${refText(ref)} is in the target already, and the claim of the clone would be bound to it instead of to the copy. Look whether its data is needed, and remove it, or map the namespace to another one.`;
