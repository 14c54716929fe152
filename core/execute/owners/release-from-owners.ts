import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import type { PointedObject, PointedRecord } from './pointed.ts';

const IN_FLIGHT = 16;

/**
 * Takes the references away that a run has written to owners of these uids, before they are deleted: else the garbage collector would
 * delete what is theirs, also where a roll-back keeps that, since others use it.
 */
export async function releaseFromOwners(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  going: ReadonlySet<string>,
): Promise<void> {
  for await (const key of store.list(keysOf(cloneId).pointed)) {
    const record = await findRecord<PointedRecord>(store, key);
    const written = (record?.objects ?? []).filter(
      ({ uid, released, owners }) => uid && !released && owners.some((owner) => going.has(owner.uid)),
    );
    if (!record || written.length === 0) continue;
    await inParallel(written, IN_FLIGHT, (object) => release(api, object));
    const objects = record.objects.map((each) =>
      written.includes(each) ? { ...each, released: true as const } : each,
    );
    await writeRecord(store, key, { ...record, objects } satisfies PointedRecord);
  }
}

async function release(api: ClusterApi, { ref, uid, owners }: PointedObject): Promise<void> {
  const found = await api.get(ref);
  if (!found || found.metadata.uid !== uid) return;
  const { ownerReferences: there = [], resourceVersion } = found.metadata;
  const left = there.filter((owner) => !owners.some((own) => own.uid === owner.uid));
  if (left.length === there.length) return;
  try {
    await api.merge(ref, { metadata: { uid, resourceVersion, ownerReferences: left } }, { manager: FIELD_MANAGER });
  } catch (error) {
    if (!(error instanceof KubeferryError) || !['ApplyFailed', 'NotFound'].includes(error.name)) throw error;
    // Deleted or changed meanwhile: the next attempt looks again, and nothing is deleted before.
    throw new KubeferryError('NotYet', error.message);
  }
}
