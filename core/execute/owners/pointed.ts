import type { ObjectRef, OwnerReference } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** What became of an object's owners: written before the first reference is, and again after the last. */
export interface PointedObject {
  ref: ObjectRef;
  /** Of the object in the target; absent where nothing is written to it. */
  uid?: string;
  /** What its metadata gets, with the uids that the target's API server answered in this run. */
  owners: OwnerReference[];
  /** Owners that it stays without. */
  without?: { owner: string; why: string }[];
  result?: 'pointed' | 'failed';
  /** Why it failed: the server's sentence. */
  reason?: string;
  /** A roll-back has taken the owners away again. */
  released?: true;
}

/** The ledger of one shard of links. */
export interface PointedRecord {
  wave: string;
  objects: PointedObject[];
  /** Every reference was written, or why not is known. */
  done?: true;
}

/** Of a whole run, in the order of its waves. */
export async function pointedObjects(store: ObjectStore, cloneId: string): Promise<PointedObject[]> {
  const objects: PointedObject[] = [];
  for await (const key of store.list(keysOf(cloneId).pointed))
    objects.push(...((await findRecord<PointedRecord>(store, key))?.objects ?? []));
  return objects;
}
