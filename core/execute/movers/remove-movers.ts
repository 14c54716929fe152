import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { isMadeBy } from '../../base/run/made-by-run.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { findClone, findMade } from './find-made.ts';
import type { MoverRecord } from './mover-record.ts';

/**
 * Removes the Jobs, pods and Secrets that the run has made in the source, by what it has recorded before each; those that others have
 * put in their place are left. Snapshots and claims of a Job go with it, and that is waited for. Harmless at any time; `open` is called only where there is something to remove. Throws NotYet
 * while pods are ending.
 */
export async function removeMovers(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
  now: () => Date,
): Promise<{ movers: number }> {
  const records = await recordsOf(store, cloneId);
  if (records.length === 0) return { movers: 0 };
  const api = await open();
  const left: string[] = [];
  for (const record of records) {
    const still = await removeOne(api, cloneId, record);
    left.push(...still);
    if (still.length > 0) continue;
    await writeRecord(store, keysOf(cloneId).mover(record.claim), { ...record, removedAt: now().toISOString() });
  }
  if (left.length > 0)
    throw new KubeferryError(
      'NotYet',
      `${left.length} things of Jobs that copied files are still in the source, the first is ${left[0]}. Look at its finalizers, and whether its node answers.`,
    );
  return { movers: records.length };
}

/** Those that may have left something. */
async function recordsOf(store: ObjectStore, cloneId: string): Promise<MoverRecord[]> {
  const records: MoverRecord[] = [];
  for await (const key of store.list(keysOf(cloneId).movers)) {
    const record = await findRecord<MoverRecord>(store, key);
    if (record && !record.removedAt) records.push(record);
  }
  return records;
}

/** The Job first, so that no further pod is made. Answers what is still there. */
async function removeOne(
  api: ClusterApi,
  cloneId: string,
  { claim, jobUid, snapshotAt }: MoverRecord,
): Promise<string[]> {
  const of = { cloneId, claim };
  const isOwn = (object: KubeObject) => object.metadata.uid === jobUid || isMadeBy(cloneId, object);
  const { job, secret } = await findMade(api, of);
  const own = [job, secret].filter((each) => each !== undefined).filter(isOwn);
  for (const object of own) {
    const { uid } = object.metadata;
    await api.delete(refOf(object), uid ? { uid } : {});
  }
  const rest = await findMade(api, of);
  const clone = snapshotAt ? await findClone(api, of) : {};
  const still = [rest.job, rest.secret, clone.snapshot, clone.claim].filter((each) => each !== undefined).filter(isOwn);
  return [...still, ...rest.pods].map((each) => refText(refOf(each)));
}
