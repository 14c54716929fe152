import { groupOf, type ObjectRef } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { AppliedObject, ShardRecord } from '../../base/run/applied.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Member } from './former.ts';

/** `group/Kind namespace/name`: the same object whichever version of its kind it is asked for in. */
export const memberKey = ({ apiVersion, kind, namespace = '', name }: ObjectRef) =>
  `${groupOf(apiVersion)}/${kind} ${namespace}/${name}`;

/** Everything that a clone made or took over, by its ledger. An object whose uid was never recorded is nobody's. */
export async function membersOf(store: ObjectStore, cloneId: string): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) {
    const { objects = [] } = (await findRecord<ShardRecord>(store, key)) ?? {};
    for (const { ref, uid } of objects.filter(isOwn)) if (uid) members.set(memberKey(ref), { ref, uid });
  }
  return members;
}

const isOwn = ({ before, takenOver }: AppliedObject) => before === 'absent' || takenOver === true;
