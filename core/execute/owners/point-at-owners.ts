import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type OwnerReference, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, readShard, writeRecord } from '../../base/run/records.ts';
import { appliedByRun } from './applied-by-run.ts';
import type { OwnerLink } from './owner-links.ts';
import type { PointedObject, PointedRecord } from './pointed.ts';
import { linkedRefs, resolveOwners } from './resolve-owners.ts';

const IN_FLIGHT = 16;
/** Somebody else may change an object between the look and the write. */
const ATTEMPTS = 3;

/**
 * Gives objects their owners back, of which the last is there after this wave: a step of apply, and none of the translation, since
 * only the target knows the uids. What is about to be written is recorded before. An object that cannot be given its
 * owner stays without, and the record says why; the run goes on. Running it again writes nothing twice.
 */
export async function pointAtOwners(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  wave: string,
): Promise<{ pointed: number }> {
  const prefix = keysOf(cloneId).owners(wave);
  let pointed = 0;
  for await (const key of store.list(prefix)) {
    const record = `${keysOf(cloneId).pointed}${wave}/${key.slice(prefix.length).replace('.ndjson.zst', '.json')}`;
    const known = await findRecord<PointedRecord>(store, record);
    const objects = known?.done ? known.objects : await pointShard(api, store, cloneId, { wave, key, record });
    pointed += objects.filter(({ result }) => result === 'pointed').length;
  }
  return { pointed };
}

async function pointShard(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  { wave, key, record }: { wave: string; key: string; record: string },
): Promise<PointedObject[]> {
  const links = await readShard<OwnerLink>(store, key);
  const intents = await resolveOwners(api, links, await appliedByRun(store, cloneId, linkedRefs(links)));
  await writeRecord(store, record, { wave, objects: intents } satisfies PointedRecord);
  const objects = await inParallel(intents, IN_FLIGHT, (intent) => point(api, intent));
  await writeRecord(store, record, { wave, objects, done: true } satisfies PointedRecord);
  return objects;
}

async function point(api: ClusterApi, intent: PointedObject): Promise<PointedObject> {
  if (!intent.uid) return intent;
  for (let attempt = 1; ; attempt++) {
    const found = await api.get(intent.ref);
    if (found?.metadata.uid !== intent.uid)
      return { ...intent, result: 'failed', reason: `${refText(intent.ref)} is no longer there as the run applied it` };
    const { ownerReferences: there = [], resourceVersion } = found!.metadata;
    const missing = intent.owners.filter(({ uid }) => !there.some((owner) => owner.uid === uid));
    if (missing.length === 0) return { ...intent, result: 'pointed' };
    const other = otherController(there, missing);
    if (other) return { ...intent, result: 'failed', reason: `${other.kind} ${other.name} controls it by now` };
    try {
      const metadata = { uid: intent.uid, resourceVersion, ownerReferences: [...there, ...missing] };
      await api.merge(intent.ref, { metadata }, { manager: FIELD_MANAGER });
      return { ...intent, result: 'pointed' };
    } catch (error) {
      if (!(error instanceof KubeferryError) || !OWN_VERDICTS.includes(error.name)) throw error;
      if (attempt === ATTEMPTS) return { ...intent, result: 'failed', reason: error.message };
    }
  }
}

/** A conflict is one of them: the next attempt looks again. */
const OWN_VERDICTS = ['ApplyFailed', 'NotFound', 'AccessDenied'];

/** No server takes two: whoever has adopted the object meanwhile keeps it. */
const otherController = (there: readonly OwnerReference[], missing: readonly OwnerReference[]) =>
  missing.some(({ controller }) => controller) ? there.find(({ controller }) => controller) : undefined;
