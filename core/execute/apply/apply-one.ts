import type { ApplyOutcome, ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import { isSystemNamespace } from '../../../kube/system.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Request } from '../../base/request/request.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { isMadeBy, markedBy } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { isShared } from '../../plan/conflicts.ts';
import { applyInPlace, isUnchangeable, recreate } from '../../plan/refresh/unchangeable.ts';
import { homeOf } from '../../translate/selection.ts';
import { beforeItRemembers, remember } from './remember-status.ts';

export interface Applying {
  cloneId: string;
  onConflict: Request['onConflict'];
}

/**
 * Brings one object to the target, and answers what the ledger keeps of it. What the look did not find is made, never
 * written over: when somebody was first, `onConflict` decides as if the look had found it. What was there is changed only as
 * that very object, by its uid.
 */
export async function applyOne(
  api: ClusterApi,
  object: KubeObject,
  intent: AppliedObject,
  run: Applying,
): Promise<AppliedObject> {
  const home = homeOf(object);
  // The plan has refused it long before: this holds whatever happened to the records meanwhile.
  if (home && isSystemNamespace(home))
    return { ...intent, result: 'failed', reason: `namespace ${home} belongs to the cluster itself` };
  try {
    return intent.before === 'present'
      ? await changeOne(api, object, intent, run, 'it was in the target already')
      : await makeOne(api, object, intent, run);
  } catch (error) {
    // Only the server's verdict on this object is the object's: a lost connection or a rejected token ends the shard.
    if (!(error instanceof KubeferryError) || !OWN_VERDICTS.includes(error.name)) throw error;
    return { ...intent, result: 'failed', reason: error.message };
  }
}

const OWN_VERDICTS = ['ApplyFailed', 'NotFound', 'AccessDenied'];

/** Somebody may delete it again between our call and the look after it, but not forever. */
const ATTEMPTS = 3;

async function makeOne(
  api: ClusterApi,
  object: KubeObject,
  intent: AppliedObject,
  run: Applying,
): Promise<AppliedObject> {
  const { uid: _, ...named } = intent;
  const ready = async (applied: AppliedObject) => {
    await remember(api, object);
    return applied;
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const marked = markedBy(run.cloneId, beforeItRemembers(object));
    const made = await api.create(marked, { manager: FIELD_MANAGER, metadataOnly: true });
    if (made) return ready({ ...named, uid: made.metadata.uid, result: 'created' });
    const there = await api.get(intent.ref);
    if (!there) continue;
    const { uid } = there.metadata;
    // It was made whole by that one call, so there is nothing to apply again, and nothing of others to overwrite.
    if (uid === intent.uid || isMadeBy(run.cloneId, there)) return ready({ ...named, uid, result: 'created' });
    const found: AppliedObject = { ref: intent.ref, before: 'present', uid };
    return changeOne(api, object, found, run, 'somebody made it while the run was going on');
  }
  const text = `${refText(intent.ref)} is made and deleted by somebody again and again; find out by whom, and run again.`;
  throw new KubeferryError('Unavailable', text);
}

async function changeOne(
  api: ClusterApi,
  object: KubeObject,
  found: AppliedObject,
  { cloneId, onConflict }: Applying,
  why: string,
): Promise<AppliedObject> {
  const { ref } = found;
  if (isOfEveryNamespace(ref) && onConflict === 'fail') return change(api, object, found, { cloneId, force: false });
  if (onConflict === 'refresh' && !found.takenOver && !mayStay(ref))
    return { ...found, result: 'failed', reason: `no clone of this route made it (onConflict: refresh); ${why}` };
  if (ref.kind === 'PersistentVolume' && !found.takenOver)
    return {
      ...found,
      result: 'failed',
      reason: `${why}, and the claim of the clone would be bound to it instead of to the copy`,
    };
  if (isShared(ref)) return { ...found, result: 'skipped', reason: `${why} and is shared` };
  if (onConflict === 'skip') return { ...found, result: 'skipped', reason: `${why} (onConflict: skip)` };
  if (onConflict === 'fail') return { ...found, result: 'failed', reason: `${why} (onConflict: fail)` };
  return change(api, object, found, { cloneId, force: true });
}

async function change(
  api: ClusterApi,
  object: KubeObject,
  found: AppliedObject,
  { cloneId, force }: { cloneId: string; force: boolean },
): Promise<AppliedObject> {
  // What a refresh takes over is its own from now on; what others made is never marked.
  const manifest = found.takenOver ? markedBy(cloneId, object) : object;
  try {
    const { outcome } = await applyInPlace(api, manifest, { manager: FIELD_MANAGER, force, uid: found.uid });
    return { ...found, result: outcome };
  } catch (error) {
    const recreated = found.takenOver ? await giveWay(api, manifest, found, { cloneId, error }) : undefined;
    if (!recreated) throw error;
    return { ...found, uid: recreated.object.metadata.uid, result: recreated.outcome };
  }
}

/**
 * What a former clone made, and no server changes in place, gives way to the new one; a roll-back makes it again. An earlier
 * attempt may have come as far as deleting it, or as re-creating it.
 */
async function giveWay(
  api: ClusterApi,
  object: KubeObject,
  { ref, uid }: AppliedObject,
  { cloneId, error }: { cloneId: string; error: unknown },
): Promise<{ object: KubeObject; outcome: ApplyOutcome } | undefined> {
  if (!(error instanceof KubeferryError) || error.name !== 'ApplyFailed') return undefined;
  if (isUnchangeable(error)) return recreate(api, object, uid);
  const there = await api.get(ref);
  if (there) return isMadeBy(cloneId, there) ? { object: there, outcome: 'updated' } : undefined;
  const made = await api.create(object, { manager: FIELD_MANAGER });
  return made && { object: made, outcome: 'created' };
}

/** A volume that is in the way of a claim's new one is no shared thing. */
const mayStay = (ref: ObjectRef) => isShared(ref) && ref.kind !== 'PersistentVolume';

/** The cluster makes it right after the namespace, so that it is there although the plan did not see it. */
const isOfEveryNamespace = ({ kind, name }: ObjectRef) => kind === 'ServiceAccount' && name === 'default';
