import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { lockKey } from './keys.ts';
import type { Place } from './route.ts';

interface Lock {
  cloneId: string;
  since: string;
}

/** A lock older than this belongs to a run that is long over: an execution ends, one way or the other, within a week. */
const STALE_MS = 8 * 24 * 3600 * 1000;

/**
 * One run at a time into one target namespace (`*` when the selection names none). Locks are objects written only if
 * absent, so there is no database. Taking one's own lock again succeeds; throws LockHeld naming the other run, after
 * giving back what was taken.
 */
export async function takeLocks(store: ObjectStore, target: Place, namespaces: string[], run: Lock): Promise<string[]> {
  const taken: string[] = [];
  for (const namespace of namespaces) {
    const key = lockKey(target.account, target.region, target.cluster, namespace);
    const holder = await claim(store, key, run);
    if (holder) {
      for (const own of taken) await store.delete(own);
      throw new KubeferryError(
        'LockHeld',
        `Run ${holder.cloneId} is writing to namespace "${namespace}" of cluster "${target.cluster}" since ${holder.since}. ` +
          'Nothing was touched. Wait until it ends, or stop it and run the roll-back machine for it.',
      );
    }
    taken.push(key);
  }
  return taken;
}

/** Gives back the locks that this run holds, and only those. */
export async function releaseLocks(store: ObjectStore, cloneId: string, keys: string[]): Promise<void> {
  for (const key of keys) {
    const held = await read(store, key);
    if (held?.cloneId === cloneId) await store.delete(key);
  }
}

async function claim(store: ObjectStore, key: string, run: Lock): Promise<Lock | undefined> {
  if (await store.claim(key, JSON.stringify(run))) return undefined;
  const held = await read(store, key);
  if (!held) return claim(store, key, run);
  if (held.cloneId === run.cloneId) return undefined;
  if (Date.parse(run.since) - Date.parse(held.since) < STALE_MS) return held;
  await store.delete(key);
  return claim(store, key, run);
}

async function read(store: ObjectStore, key: string): Promise<Lock | undefined> {
  const bytes = await store.get(key);
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Lock);
}
