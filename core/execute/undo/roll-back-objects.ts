import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { amongVolumes } from '../../base/volume-key.ts';
import { type Member, retirementOf } from '../../plan/refresh/former.ts';
import { refuseSuperseded } from '../../plan/refresh/superseded.ts';
import { retainInTarget } from '../handing/hand-volumes-back.ts';
import { releaseFromOwners } from '../owners/release-from-owners.ts';
import { scaleDownRefreshed, scaledDownBy } from '../refresh/scale-down-refreshed.ts';
import type { Former, Known } from './contents-of-others.ts';
import { type Kept, noteKept } from './kept.ts';
import { type Free, lookInside } from './look-inside.ts';
import { identify, isOwn, ledgerOf, stillThere } from './own-objects.ts';
import { ownVolumeIds } from './own-volumes.ts';
import { volumesOfOthers } from './volumes-of-others.ts';

/**
 * Deletes the objects that the run made, the last wave first, each by its uid. What contains others' (a namespace, a type, a
 * volume under a claim of theirs) is looked into right before, and kept with a reason when something of others is in it; what they add between that look and
 * the deletion goes with it, since no API server deletes on the condition that nothing is inside. Objects that the run took
 * over from a clone that it has refreshed go with it once that one is retired; before, they are scaled down where they
 * mount what goes, for restore-former-clone to put back. Throws NotYet while deletions are under way, or when the time of the
 * invocation is nearly over (`isOver`); RollBackIncomplete when another clone has taken this one over.
 */
export async function rollBackObjects(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
  isOver: () => boolean = () => false,
): Promise<{ deleted: number; kept: number }> {
  const waves = await ledgerOf(store, cloneId);
  if (waves.length === 0) return { deleted: 0, kept: 0 };
  await refuseSuperseded(store, cloneId);
  const api = await open();
  await retainInTarget(api, store, cloneId);
  const retired = (await retirementOf(store, cloneId)) !== undefined;
  if (!retired) await scaleDownRefreshed(api, store, cloneId);
  const discovery = await api.discover();
  const own = new Set<string>();
  const ownNames = new Set<string>();
  const kept: Kept[] = [];
  const identified: Member[][] = [];
  for (const wave of waves) {
    const objects = wave.filter((each) => isOwn(each, retired));
    const found = await identify(api, discovery.resources, cloneId, objects);
    for (const { uid } of found.own) own.add(uid);
    for (const { ref } of objects) ownNames.add(`${ref.kind} ${ref.name}`);
    kept.push(...found.kept);
    identified.push(found.own);
  }
  const keptClaims = new Set<string>();
  const former = retired ? {} : { former: await formerOf(store, cloneId, waves) };
  const known: Known = { discovery, own, ownNames, keptClaims, ...former };
  const isOfRun = amongVolumes(await ownVolumeIds(store, cloneId));
  let deleted = 0;
  for (const members of identified) {
    const containers = await lookInside(api, known, members, isOfRun);
    kept.push(...containers.kept);
    for (const claim of containers.keptClaims) keptClaims.add(claim);
    // Not before the waves above: a webhook of the clone that nobody serves any more would refuse it.
    await releaseFromOwners(api, store, cloneId, new Set(containers.free.map(({ uid }) => uid)));
    await remove(api, discovery.resources, containers.free, isOver);
    deleted += containers.free.length;
  }
  kept.push(...(await volumesOfOthers(api, known, isOfRun)).filter(isNew(kept)));
  await noteKept(store, cloneId, 'objects', kept);
  return { deleted, kept: kept.length };
}

async function formerOf(store: ObjectStore, cloneId: string, waves: AppliedObject[][]): Promise<Former> {
  const taken = waves.flat().filter(({ takenOver }) => takenOver);
  return {
    objects: new Set(taken.flatMap(({ uid }) => uid ?? [])),
    rested: new Set(await scaledDownBy(store, cloneId)),
  };
}

const isNew = (kept: readonly Kept[]) => {
  const known = new Set(kept.map(({ at }) => at));
  return ({ at }: Kept) => !known.has(at);
};

/** As the API server's own garbage collector does not hurry: its CPU is the limit, and not the round trips. */
const IN_FLIGHT = 32;

async function remove(
  api: ClusterApi,
  served: readonly ServedResource[],
  members: Free[],
  isOver: () => boolean,
): Promise<void> {
  const left = await stillThere(api, served, members);
  const states = await inParallel(left, IN_FLIGHT, async ({ ref, uid, resourceVersion }) =>
    isOver() ? 'deleting' : api.delete(ref, { uid, ...(resourceVersion ? { resourceVersion } : {}) }),
  );
  const going = left.filter((_, at) => states[at] === 'deleting');
  if (going.length === 0) return;
  throw new KubeferryError(
    'NotYet',
    `${going.length} objects are being deleted, the first is ${refText(going[0]!.ref)}. If this lasts, look at its finalizers.`,
  );
}
