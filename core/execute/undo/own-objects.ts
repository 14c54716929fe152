import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { isMadeBy } from '../../base/run/made-by-run.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Member } from '../../plan/refresh/former.ts';
import type { Kept } from './kept.ts';

/** The ledger of a run: its waves, the last one first. */
export async function ledgerOf(store: ObjectStore, cloneId: string): Promise<AppliedObject[][]> {
  const waves = new Map<string, AppliedObject[]>();
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) {
    const wave = key.slice(0, key.lastIndexOf('/'));
    const { objects = [] } = (await findRecord<ShardRecord>(store, key)) ?? {};
    waves.set(wave, [...(waves.get(wave) ?? []), ...objects]);
  }
  return [...waves.keys()]
    .toSorted()
    .toReversed()
    .map((wave) => waves.get(wave)!);
}

/** What the roll-back of the run may delete: what it made, and what it took over once the former clone is retired. */
export const isOwn = ({ before, takenOver }: AppliedObject, retired: boolean) =>
  before === 'absent' || (retired && takenOver === true);

/**
 * The run's own objects of a wave, each by its uid. An intent without a uid says that the run was about to make an object,
 * and not that the one of that name is it: only one that has the run's mark under our field manager is. Others are kept.
 */
export async function identify(
  api: ClusterApi,
  served: readonly ServedResource[],
  cloneId: string,
  objects: readonly AppliedObject[],
): Promise<{ own: Member[]; kept: Kept[] }> {
  const own: Member[] = objects.flatMap(({ ref, uid }) => (uid ? [{ ref, uid }] : []));
  const kept: Kept[] = [];
  const unknown = objects.filter(({ uid }) => !uid).map(({ ref }) => ref);
  for (const refs of Map.groupBy(unknown, kindAndPlace).values()) {
    const there = await metadataOf(api, served, refs[0]!);
    for (const ref of refs) {
      const found = there.get(ref.name);
      if (!found) continue;
      if (isMadeBy(cloneId, found)) own.push({ ref, uid: found.metadata.uid ?? '' });
      else kept.push({ at: refText(ref), why: 'the run was about to make it, and somebody else did' });
    }
  }
  return { own, kept };
}

const kindAndPlace = ({ apiVersion, kind, namespace = '' }: ObjectRef) => `${apiVersion} ${kind} ${namespace}`;

const IN_FLIGHT = 16;
/** So many members of a kind in a place are worth a list of it. */
const WORTH_A_LIST = 4;

/** Those of the members that exist, in their order: what an earlier attempt has deleted costs no request each. */
export async function stillThere<M extends Member>(
  api: ClusterApi,
  served: readonly ServedResource[],
  members: readonly M[],
): Promise<M[]> {
  const places = [...Map.groupBy(members, ({ ref }) => kindAndPlace(ref)).values()];
  const there = await inParallel(places, IN_FLIGHT, async (some) => {
    if (some.length < WORTH_A_LIST) return some;
    const found = await metadataOf(api, served, some[0]!.ref);
    return some.filter(({ ref, uid }) => found.get(ref.name)?.metadata.uid === uid);
  });
  const left = new Set(there.flat());
  return members.filter((member) => left.has(member));
}

/** By name: the metadata of one kind, in one namespace or of cluster scope. Empty when the kind is not served (any more). */
export async function metadataOf(
  api: ClusterApi,
  served: readonly ServedResource[],
  { apiVersion, kind, namespace }: Omit<ObjectRef, 'name'>,
): Promise<Map<string, KubeObject>> {
  const found = new Map<string, KubeObject>();
  const resource = served.find((each) => each.apiVersion === apiVersion && each.kind === kind);
  if (!resource) return found;
  for await (const page of api.list(resource, { ...(namespace ? { namespace } : {}), metadataOnly: true }))
    for (const object of page) found.set(object.metadata.name, object);
  return found;
}
