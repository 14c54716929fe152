import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readShard, writeRecord } from '../../base/run/records.ts';
import { formerObjects } from '../refresh/former-objects.ts';
import { applyOne } from './apply-one.ts';

/** More than the connections to a server that is near, which bound what it works on: as many as there are to one that is far. */
const IN_FLIGHT = 96;
/** After so many objects the step asks again whether the run is still on. */
const OBJECTS_A_LOOK = 100;

export interface ShardSummary {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
}

/**
 * Applies the objects of one shard by server-side apply. Before the first of them the intent is recorded, with what was
 * there already; after the last the uids are. Running it again applies the same objects and changes nothing more.
 * Throws RunIsOver as soon as the run is being rolled back, ApplyFailed with every refused object and the server's own sentence.
 */
export async function applyShard(
  api: ClusterApi,
  store: ObjectStore,
  shard: { cloneId: string; wave: string; key: string },
  { onConflict, stillOn }: { onConflict: Request['onConflict']; stillOn: () => Promise<void> },
): Promise<ShardSummary> {
  const objects = await readShard<KubeObject>(store, shard.key);
  const ledgerKey = `${keysOf(shard.cloneId).ledger}objects/${ledgerName(shard)}`;
  const former = onConflict === 'refresh' ? await formerObjects(store, shard.cloneId) : undefined;
  let intent = await findRecord<ShardRecord>(store, ledgerKey);
  if (!intent) {
    const before = await lookBefore(api, objects);
    intent = { wave: shard.wave, objects: former ? before.map(former.judge) : before };
    await former?.keep(api, ledgerName(shard), intent.objects);
  }
  await writeRecord(store, ledgerKey, intent);

  const results = await inParallel(objects, IN_FLIGHT, async (object, at) => {
    if (at % OBJECTS_A_LOOK === 0) await stillOn();
    return applyOne(api, object, intent.objects[at]!, { cloneId: shard.cloneId, onConflict });
  });
  await writeRecord(store, ledgerKey, { wave: shard.wave, objects: results });
  const failed = results.filter((each) => each.result === 'failed');
  if (failed.length > 0) throw refused(failed);
  return summary(results);
}

/** `foundation/030-roles/000000.json`: sorts in the order of the waves. */
const ledgerName = ({ cloneId, key }: { cloneId: string; key: string }) =>
  key.slice(keysOf(cloneId).allTranslated.length).replace('.ndjson.zst', '.json');

/** One look per kind and namespace, and not one per object: the looks must not cost what the applies do. */
async function lookBefore(api: ClusterApi, objects: KubeObject[]): Promise<AppliedObject[]> {
  const looks = new Map<string, Promise<Map<string, string>>>();
  const look = ({ apiVersion, kind, namespace }: ObjectRef) => {
    const key = `${apiVersion} ${kind} ${namespace ?? ''}`;
    const names = looks.get(key) ?? api.names({ apiVersion, kind, namespace });
    looks.set(key, names);
    return names;
  };
  return inParallel(objects, IN_FLIGHT, async (object) => {
    const ref = refOf(object);
    const uid = (await look(ref)).get(ref.name);
    return uid ? { ref, before: 'present', uid } : { ref, before: 'absent' };
  });
}

function refused(failed: AppliedObject[]): KubeferryError {
  const problems = failed.map(({ ref, reason }) => ({ at: refText(ref), message: reason ?? '' }));
  const shown = problems.slice(0, 5).map(({ at, message }) => `${at}: ${message}`);
  const more =
    problems.length > shown.length ? ` … and ${problems.length - shown.length} more, in the run's records` : '';
  return new KubeferryError('ApplyFailed', `The target refused ${failed.length} objects. ${shown.join(' ')}${more}`, {
    problems,
  });
}

function summary(results: AppliedObject[]): ShardSummary {
  const count = (result: AppliedObject['result']) => results.filter((each) => each.result === result).length;
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
  };
}
