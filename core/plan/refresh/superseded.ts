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

/**
 * Marks the former clones before anything of them is changed: their own roll-back and time to live do nothing from here on.
 * A roll-back says first that it has begun, and looks for the mark then; here it is the other way round, so that one of
 * both sees the other. Throws PlanBlocked, and takes the marks back, when the roll-back of one has begun.
 */
export async function supersede(store: ObjectStore, formers: string[], by: string): Promise<void> {
  for (const former of formers) await writeRecord(store, keysOf(former).superseded, { by } satisfies Superseded);
  for (const former of formers) {
    if (!(await store.get(keysOf(former).closed))) continue;
    await reinstate(store, formers, by);
    throw new KubeferryError(
      'PlanBlocked',
      `Clone ${former} is being rolled back since this run was planned, so nothing refreshes it; nothing was changed. Wait for the end of its roll-back, or run it again where it failed, and start a new run.`,
    );
  }
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
