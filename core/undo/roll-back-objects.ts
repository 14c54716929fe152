import { KubeferryError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import { refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Member, retirementOf } from '../refresh/former.ts';
import { restRefreshed } from '../refresh/rest-refreshed.ts';
import { refuseSuperseded } from '../refresh/superseded.ts';
import { type Known, othersInNamespace, othersOfType } from './contents-of-others.ts';
import { type Kept, noteKept } from './kept.ts';
import { identify, isOwn, ledgerOf, metadataOf } from './own-objects.ts';
import { ownVolumeIds } from './own-volumes.ts';
import { volumesOfOthers } from './volumes-of-others.ts';

/**
 * Deletes the objects that the run made, the last wave first, each by its uid. What contains others' (a namespace, a type, a
 * volume under a claim of theirs) is looked into right before, and kept with a reason when something of others is in it; what they add between that look and
 * the deletion goes with it, since no API server deletes on the condition that nothing is inside. Objects that the run took
 * over from a clone that it has refreshed go with it once that one is retired; before, they are brought to rest where they
 * mount what goes, for restore-former-clone to put back. Throws NotYet while deletions are under way, RollBackIncomplete when
 * another clone has taken this one over.
 */
export async function rollBackObjects(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
): Promise<{ deleted: number; kept: number }> {
  const waves = await ledgerOf(store, cloneId);
  if (waves.length === 0) return { deleted: 0, kept: 0 };
  await refuseSuperseded(store, cloneId);
  const api = await open();
  const retired = (await retirementOf(store, cloneId)) !== undefined;
  if (!retired) await restRefreshed(api, store, cloneId);
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
  const known: Known = { discovery, own, ownNames };
  const volumeIds = await ownVolumeIds(store, cloneId);
  let deleted = 0;
  for (const members of identified) {
    const containers = await lookInside(api, known, members, (id) => volumeIds.has(id));
    kept.push(...containers.kept);
    await remove(api, containers.free);
    deleted += containers.free.length;
  }
  kept.push(...(await volumesOfOthers(api, known, (id) => volumeIds.has(id))).filter(isNew(kept)));
  await noteKept(store, cloneId, 'objects', kept);
  return { deleted, kept: kept.length };
}

const isNew = (kept: readonly Kept[]) => {
  const known = new Set(kept.map(({ at }) => at));
  return ({ at }: Kept) => !known.has(at);
};

/** With the state in which a container was looked into, as a precondition of its deletion. */
type Free = Member & { resourceVersion?: string | undefined };

/** Splits the members of a wave into what may go and what holds something of others. */
async function lookInside(
  api: ClusterApi,
  known: Known,
  members: Member[],
  isOfRun: (volumeId: string) => boolean,
): Promise<{ free: Free[]; kept: Kept[] }> {
  const free: Free[] = [];
  const kept: Kept[] = [];
  const volumes = members.some(({ ref }) => ref.kind === 'PersistentVolume')
    ? await volumesOfOthers(api, known, isOfRun)
    : [];
  for (const [kind, some] of Map.groupBy(members, ({ ref }) => ref.kind)) {
    const look = LOOKS[kind];
    if (!look) {
      const heldBy = new Map(volumes.map((volume) => [volume.at, volume]));
      for (const member of some) {
        const hold = heldBy.get(refText(member.ref));
        if (hold) kept.push(hold);
        else free.push(member);
      }
      continue;
    }
    const there = await metadataOf(api, known.discovery.resources, some[0]!.ref);
    for (const member of some) {
      const found = there.get(member.ref.name);
      if (found?.metadata.uid !== member.uid) continue;
      const why = found.metadata.deletionTimestamp ? '' : await look(api, known, member.ref.name);
      if (why) kept.push({ at: refText(member.ref), why });
      else free.push({ ...member, resourceVersion: found.metadata.resourceVersion });
    }
  }
  return { free, kept };
}

/** Kinds whose deletion deletes what is in them. */
const LOOKS: Record<string, (api: ClusterApi, known: Known, name: string) => Promise<string>> = {
  Namespace: othersInNamespace,
  CustomResourceDefinition: othersOfType,
};

async function remove(api: ClusterApi, members: Free[]): Promise<void> {
  const states = await inParallel(members, 16, ({ ref, uid, resourceVersion }) =>
    api.delete(ref, { uid, ...(resourceVersion ? { resourceVersion } : {}) }),
  );
  const going = members.filter((_, at) => states[at] === 'deleting');
  if (going.length === 0) return;
  throw new KubeferryError(
    'NotYet',
    `${going.length} objects are being deleted, the first is ${refText(going[0]!.ref)}. If this lasts, look at its finalizers.`,
  );
}
