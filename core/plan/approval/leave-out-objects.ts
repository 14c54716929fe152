import { refText } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards } from '../../base/run/records.ts';
import { keepObjects } from '../objects/keep-objects.ts';
import type { ObjectRecord } from '../objects/object-record.ts';
import { PackedObjects } from '../objects/packed-objects.ts';
import type { Plan } from '../plan.ts';
import { LEFT_OUT } from './leave-out.ts';

/** Has the list of the plan's objects say of each that is left out by now what the plan says. */
export async function leaveOutObjects(store: ObjectStore, { cloneId, route }: Clone, plan: Plan): Promise<void> {
  const out = new Set(plan.objects.filter(({ reason }) => reason === LEFT_OUT).map(({ ref }) => refText(ref)));
  const { planObjects } = keysOf(cloneId);
  const records = new PackedObjects();
  for await (const shard of readShards<ObjectRecord>(store, planObjects.objects))
    for (const record of shard) records.add(out.has(refText(record.ref)) ? leftOut(record) : record);
  await keepObjects(store, planObjects, route.name, records);
}

const leftOut = ({ ref }: ObjectRecord): ObjectRecord => ({
  ref,
  outcome: 'drop',
  reason: LEFT_OUT,
  changes: [],
  findings: [],
});
