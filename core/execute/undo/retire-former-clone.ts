import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { amongVolumes } from '../../base/volume-key.ts';
import {
  type FormerPlan,
  formerPlanOf,
  type Member,
  type Parked,
  type Retired,
  retirementOf,
} from '../../plan/refresh/former.ts';
import { isPruned } from '../../plan/refresh/left-over.ts';
import { unplaced } from '../refresh/put-back-object.ts';
import { bringBack } from '../refresh/scale-down.ts';
import { noteKept } from './kept.ts';
import { ownVolumeIds } from './own-volumes.ts';
import { rollBackVolumes } from './roll-back-volumes.ts';
import { volumesOfOthers } from './volumes-of-others.ts';

/** Less than the state of clean-up asks: what will not go must not keep the run's locks and rights with it. */
const PATIENCE_MS = 240_000;

/** Of a former clone, by the run that has its place; harmless when repeated. */
type NoteSuperseded = (store: ObjectStore, former: string, by: string) => Promise<void>;

/**
 * Lets the former clones go, once the new one is verified: from the first record on there is no way back. What they made
 * and the new one does not have is removed by uid, then their EBS volumes by their ids; workloads of others that were
 * scaled down come back. Throws NotYet while something is going, RollBackIncomplete when that takes too long: the next refresh
 * takes the rest along. Does nothing before the run is verified, in a run that is being
 * rolled back, and in one that refreshes nothing. `noteSuperseded` tells the report of each former clone who has its place.
 */
export async function retireFormerClone(
  open: () => Promise<ClusterApi>,
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  now: string,
  noteSuperseded: NoteSuperseded,
): Promise<{ retired: number }> {
  const plan = await formerPlanOf(store, cloneId);
  if (!plan || plan.clones.length === 0 || !(await mayRetire(store, cloneId))) return { retired: 0 };
  const keys = keysOf(cloneId).former;
  const begun: Retired = { at: now, done: false };
  await store.putNew(keys.retired, JSON.stringify(begun));
  const retired = (await findRecord<Retired>(store, keys.retired))!;
  if (retired.done) return { retired: 0 };

  try {
    const released = await retire(await open(), storage, store, cloneId, plan, noteSuperseded);
    await writeRecord(store, keys.retired, { ...retired, done: true } satisfies Retired);
    return { retired: released };
  } catch (error) {
    const isLate = Date.parse(now) - Date.parse(retired.at) > PATIENCE_MS;
    if (!isLate || !(error instanceof KubeferryError) || error.name !== 'NotYet') throw error;
    throw new KubeferryError('RollBackIncomplete', error.message, { cause: error });
  }
}

/** Answers how much of the former clones was removed. */
async function retire(
  api: ClusterApi,
  storage: VolumeStorage,
  store: ObjectStore,
  cloneId: string,
  plan: FormerPlan,
  noteSuperseded: NoteSuperseded,
): Promise<number> {
  const kept = plan.leftOver.filter((member) => !isPruned(member));
  const pruned = plan.leftOver.filter(isPruned);
  await noteLeftOver(store, cloneId, [...kept.map(keptObject), ...pruned.map(prunedObject)]);
  await wakeOthers(api, store, cloneId);
  await prune(api, pruned);
  let volumes = 0;
  const formers = await withUnfinished(store, plan);
  await noteHeld(api, store, cloneId, formers);
  for (const former of formers) volumes += (await rollBackVolumes(storage, store, former)).deleted;
  for (const former of plan.clones) await noteSuperseded(store, former, cloneId);
  await noteLeftOver(store, cloneId, kept.map(keptObject));
  return volumes + pruned.length;
}

async function mayRetire(store: ObjectStore, cloneId: string): Promise<boolean> {
  if (await retirementOf(store, cloneId)) return true;
  const { verified, closed } = keysOf(cloneId);
  return (await store.get(verified)) !== undefined && (await store.get(closed)) === undefined;
}

/** They are this run's from here on: its roll-back, or the next refresh, finds them in its ledger. */
async function noteLeftOver(store: ObjectStore, cloneId: string, objects: AppliedObject[]): Promise<void> {
  const key = `${keysOf(cloneId).ledger}objects/foundation/000-left-over/000000.json`;
  const record: ShardRecord = { wave: '000-left-over', objects };
  if (objects.length > 0) await writeRecord(store, key, record);
  else await store.delete(key);
}

const leftOver = ({ ref, uid }: Member): AppliedObject => ({ ref, uid, before: 'present', takenOver: true });
const keptObject = (member: Member): AppliedObject => ({
  ...leftOver(member),
  result: 'skipped',
  reason: 'the former clone made it, and others may use it by now',
});
const prunedObject = (member: Member): AppliedObject => ({
  ...leftOver(member),
  result: 'skipped',
  reason: 'the former clone made it, and it is being removed',
});

/** Workloads and pods of the clone came back with what was applied; those of others did not. */
async function wakeOthers(api: ClusterApi, store: ObjectStore, cloneId: string): Promise<void> {
  const { parked: parkedKey, members: membersKey } = keysOf(cloneId).former;
  const { rested = [], pods = [] } = (await findRecord<Parked>(store, parkedKey)) ?? {};
  const members = new Set(((await findRecord<Member[]>(store, membersKey)) ?? []).map(({ uid }) => uid));
  const others = pods.filter(({ metadata }) => !members.has(metadata.uid ?? ''));
  for (const pod of others) await api.create(unplaced(pod), { manager: FIELD_MANAGER });
  await bringBack(
    api,
    rested.filter(({ uid }) => !members.has(uid)),
  );
}

async function prune(api: ClusterApi, members: Member[]): Promise<void> {
  const states = await inParallel(members, 16, ({ ref, uid }) => api.delete(ref, { uid }));
  const going = members.filter((_, at) => states[at] === 'deleting');
  if (going.length === 0) return;
  throw new KubeferryError(
    'NotYet',
    `${going.length} objects of the former clone are being deleted, the first is ${refText(going[0]!.ref)}. If this lasts, look at its finalizers.`,
  );
}

/** What of the volumes of former clones others have a PersistentVolume on, as they are looked at now: it stays, as at a roll-back. */
async function noteHeld(api: ClusterApi, store: ObjectStore, cloneId: string, formers: string[]): Promise<void> {
  const members = (await findRecord<Member[]>(store, keysOf(cloneId).former.members)) ?? [];
  const own = new Set(members.map(({ uid }) => uid));
  const known = { discovery: await api.discover(), own, ownNames: new Set<string>() };
  for (const former of formers) {
    const isOfFormer = amongVolumes(await ownVolumeIds(store, former));
    await noteKept(store, former, 'objects', await volumesOfOthers(api, known, isOfFormer));
  }
}

/** The former clones, and those whose own retirement was begun and never came to its end. */
async function withUnfinished(store: ObjectStore, { clones }: FormerPlan): Promise<string[]> {
  const all = [...clones];
  for (const former of all) {
    const retirement = await retirementOf(store, former);
    if (retirement && !retirement.done) all.push(...((await formerPlanOf(store, former))?.clones ?? []));
  }
  return all;
}
