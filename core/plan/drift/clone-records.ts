import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readShards } from '../../base/run/records.ts';
import { type Contents, readContents } from '../contents/contents.ts';
import type { ObjectRecord } from '../objects/object-record.ts';
import type { Plan } from '../plan.ts';

/** What a clone's records say of its objects. */
export interface CloneRecords {
  /** By `refText` of the object in the target. */
  applied: ReadonlyMap<string, AppliedObject>;
  /** `refText` of an object in the target -> that of the object in the source that it is a clone of. */
  sources: ReadonlyMap<string, string>;
  /** What the source was when the clone was planned; undefined of a clone of an earlier version. */
  contents: Contents | undefined;
}

/** Throws InvalidRequest for what is no clone of the route that stands. */
export async function readClone(store: ObjectStore, route: string, cloneId: string): Promise<CloneRecords> {
  const keys = keysOf(cloneId);
  const plan = await findRecord<Plan>(store, keys.plan);
  if (plan?.route !== route) throw noClone(cloneId, `route "${route}" has no clone of that name`);
  if (await findRecord(store, keys.closed)) throw noClone(cloneId, 'it was rolled back');
  if (!(await findRecord(store, keys.verified))) throw noClone(cloneId, 'it did not come as far as to be verified');
  const applied = new Map<string, AppliedObject>();
  for await (const key of store.list(`${keys.ledger}objects/`))
    for (const object of (await findRecord<ShardRecord>(store, key))?.objects ?? [])
      applied.set(refText(object.ref), object);
  const sources = new Map<string, string>();
  for await (const shard of readShards<ObjectRecord>(store, keys.planObjects.objects))
    for (const { ref, target } of shard) sources.set(refText(target ?? ref), refText(ref));
  return { applied, sources, contents: await readContents(store, { cloneId, contents: plan.contents }) };
}

const noClone = (cloneId: string, why: string) =>
  new KubeferryError(
    'InvalidRequest',
    `There is nothing to compare with ${cloneId}: ${why}. kubeferry list names the runs of a route.`,
  );
