import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import type { LinkedOwner, OwnerLink } from './owner-links.ts';
import type { PointedObject } from './pointed.ts';

const IN_FLIGHT = 16;

/**
 * Decides which references each object gets. The garbage collector deletes an object whose owners do not exist under the uids that
 * it names, so a uid is one that the target's API server answers now, for an object that the run's ledger has under the
 * same uid, and that nobody is deleting.
 */
export async function resolveOwners(
  api: ClusterApi,
  links: readonly OwnerLink[],
  applied: ReadonlyMap<string, AppliedObject>,
): Promise<PointedObject[]> {
  const wanted = links.flatMap(({ owners }) => owners.filter(({ why }) => !why).map(({ ref }) => ref));
  const refs = [...new Map(wanted.map((ref) => [memberKey(ref), ref])).values()];
  const answers = await inParallel(refs, IN_FLIGHT, (ref) => api.get(ref));
  const there = new Map(refs.map((ref, at) => [memberKey(ref), answers[at]]));
  return links.map((link) => resolve(link, applied, there));
}

function resolve(
  { ref, owners }: OwnerLink,
  applied: ReadonlyMap<string, AppliedObject>,
  there: ReadonlyMap<string, KubeObject | undefined>,
): PointedObject {
  const own = applied.get(memberKey(ref));
  const judged = owners.map((owner) => {
    const key = memberKey(owner.ref);
    return { owner, found: there.get(key), why: owner.why ?? whyNot(own, applied.get(key), there.get(key)) };
  });
  const without = judged.flatMap(({ owner, why }) => (why ? [{ owner: refText(owner.ref), why }] : []));
  const references = judged.flatMap(({ owner, found, why }) => (why || !found ? [] : referenceTo(owner, found)));
  return {
    ref,
    ...(references.length > 0 && own?.uid ? { uid: own.uid } : {}),
    owners: references,
    ...(without.length > 0 ? { without } : {}),
  };
}

function whyNot(
  own: AppliedObject | undefined,
  owner: AppliedObject | undefined,
  there: KubeObject | undefined,
): string | undefined {
  if (!own) return 'the object is not of this run, and stays as it is';
  if (!owner) return 'it is not of this run';
  if (!there || there.metadata.uid !== owner.uid) return 'it is no longer there as the run applied it';
  if (there.metadata.deletionTimestamp) return 'it is being deleted';
  // A roll-back deletes what the run made, and puts back what it took over.
  if (own.before === 'present' && !(owner.before === 'present' && owner.result !== 'created'))
    return 'it is new in this refresh, and the object is of the clone before: the next refresh gives it to it';
  return undefined;
}

const referenceTo = ({ controller, blockOwnerDeletion }: LinkedOwner, { apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  ...(controller === undefined ? {} : { controller }),
  ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
});

export const linkedRefs = (links: readonly OwnerLink[]): ObjectRef[] =>
  links.flatMap(({ ref, owners }) => [ref, ...owners.map((owner) => owner.ref)]);
