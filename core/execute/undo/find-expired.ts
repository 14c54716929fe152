import { beginRemoval } from '../../base/captures/register.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { EXPIRIES, keysOf, timeOfExpiry } from '../../base/run/keys.ts';
import { homesOf, LONGEST_RUN_MS, tryLocks } from '../../base/run/lock.ts';
import { findRecord } from '../../base/run/records.ts';
import { supersededOf } from '../../plan/refresh/superseded.ts';

/** Clones of one round: each is some kilobytes of state data, and the next round comes within the hour. */
const ONE_ROUND = 40;

/** What stands for a clone, or a capture, in the order in which times to live end. */
export interface Expiry {
  cloneId: string;
  /** Of the latest round that could not remove it (ISO 8601). */
  triedAt?: string;
}

const READS_AT_A_TIME = 16;

/**
 * The clones whose time is over, with the locks on their namespaces taken for them, and the captures. A clone that another run is writing
 * into, a capture that one clones from, or what is still being made, waits for the next round. Those that an earlier round could not
 * remove come after all others, the longest ago first: however many there are, they keep no other from being removed.
 */
export async function findExpired(store: ObjectStore, now: string): Promise<{ clones: { clone: Clone }[] }> {
  const clones: { clone: Clone }[] = [];
  for (const { key, marker } of await dueBy(store, Date.parse(now))) {
    if (clones.length === ONE_ROUND) break;
    const record = marker && (await findRecord<{ clone: Clone }>(store, keysOf(marker.cloneId).clone));
    if (!record) {
      // Nothing can be undone without records; the lifecycle of the bucket has removed them.
      await store.delete(key);
    } else if (await isFree(store, record.clone, now)) {
      clones.push({ clone: record.clone });
    }
  }
  return { clones };
}

async function dueBy(store: ObjectStore, now: number): Promise<{ key: string; marker: Expiry | undefined }[]> {
  const keys: string[] = [];
  for await (const key of store.list(EXPIRIES)) {
    if (timeOfExpiry(key) > now) break;
    keys.push(key);
  }
  const due = await inParallel(keys, READS_AT_A_TIME, async (key) => ({
    key,
    marker: await findRecord<Expiry>(store, key),
  }));
  const triedAt = ({ marker }: { marker: Expiry | undefined }) => Date.parse(marker?.triedAt ?? '') || 0;
  return due.toSorted((a, b) => triedAt(a) - triedAt(b));
}

async function isFree(store: ObjectStore, clone: Clone, now: string): Promise<boolean> {
  const keys = keysOf(clone.cloneId);
  // A run that refreshes it is under way, or has to be rolled back first.
  if (await supersededOf(store, clone.cloneId)) return false;
  // A run without a report for so long was stopped by hand, or its report could not be written.
  const isOver = Date.parse(now) - Date.parse(clone.startedAt) > LONGEST_RUN_MS || (await store.get(keys.report));
  if (!isOver) return false;
  if (clone.mode === 'capture') return (await beginRemoval(store, clone.route.source, clone.cloneId, now)).length === 0;
  const request = await findRecord<Request>(store, keys.request);
  const run = { cloneId: clone.cloneId, since: now };
  return (await tryLocks(store, clone.route.target, request ? homesOf(request) : 'all', run)) === undefined;
}
