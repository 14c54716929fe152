import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';

/** `superseded.json` of a clone. */
export interface Superseded {
  /** Run that takes its place, or has taken it. */
  by: string;
}

export const supersededOf = (store: ObjectStore, cloneId: string) =>
  findRecord<Superseded>(store, keysOf(cloneId).superseded);

/** Marks the former clones before anything of them is changed: their own roll-back and time to live do nothing from here on. */
export async function supersede(store: ObjectStore, formers: string[], by: string): Promise<void> {
  for (const former of formers) await writeRecord(store, keysOf(former).superseded, { by } satisfies Superseded);
}

/** They are back in their place. */
export async function reinstate(store: ObjectStore, formers: string[], by: string): Promise<void> {
  for (const former of formers)
    if ((await supersededOf(store, former))?.by === by) await store.delete(keysOf(former).superseded);
}

/** Throws RollBackIncomplete when another clone has taken over what this one made. */
export async function refuseSuperseded(store: ObjectStore, cloneId: string): Promise<void> {
  const superseded = await supersededOf(store, cloneId);
  if (!superseded) return;
  throw new KubeferryError(
    'RollBackIncomplete',
    `Clone ${cloneId} is being, or was, refreshed by run ${superseded.by}, which has taken over everything that it made. Nothing was removed; roll back run ${superseded.by} instead.`,
  );
}
