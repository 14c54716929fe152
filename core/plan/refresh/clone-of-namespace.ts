import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Place } from '../../base/request/end.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf, targetKey } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';

/** `targets/…/<namespace>.json`: whose the namespace is, so that a clone without any volume is recognized as well. */
interface Resident {
  cloneId: string;
}

/** A run that only changes what others made leaves the namespaces to them. */
const RESIDENTS: readonly Request['onConflict'][] = ['fail', 'refresh'];

/**
 * At the end of a run: notes it as the clone of its target namespaces when it was verified, and takes that back when it
 * was rolled back. Answers how many notes were taken back.
 */
export async function noteNamespaces(store: ObjectStore, { cloneId, route }: Clone): Promise<number> {
  const keys = keysOf(cloneId);
  const request = await findRecord<Request>(store, keys.request);
  const plan = await findRecord<{ namespaces: string[] }>(store, keys.plan);
  if (!request || !plan) return 0;
  const notes = plan.namespaces.map((each) => targetKey(route.target, request.mappings.namespaces[each] ?? each));
  if (await store.get(keys.closed)) return takeBack(store, notes, cloneId);
  if (!RESIDENTS.includes(request.onConflict) || !(await store.get(keys.verified))) return 0;
  for (const key of notes) await writeRecord(store, key, { cloneId } satisfies Resident);
  return 0;
}

async function takeBack(store: ObjectStore, notes: string[], cloneId: string): Promise<number> {
  let taken = 0;
  for (const key of notes) {
    if ((await findRecord<Resident>(store, key))?.cloneId !== cloneId) continue;
    await store.delete(key);
    taken += 1;
  }
  return taken;
}

/** The clones that are noted for these namespaces of the target; whether they may be refreshed is another question. */
export async function clonesOf(store: ObjectStore, target: Place, namespaces: string[]): Promise<string[]> {
  const found = await Promise.all(namespaces.map((each) => findRecord<Resident>(store, targetKey(target, each))));
  return [...new Set(found.flatMap((resident) => resident?.cloneId ?? []))];
}
