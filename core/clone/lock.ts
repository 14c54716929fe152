import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { lockKey } from './keys.ts';
import type { Place } from './route.ts';

export interface Lock {
  cloneId: string;
  since: string;
  /** `route/schedule` that started the run. */
  schedule?: string;
}

/**
 * An execution ends, one way or the other, within the timeouts of its states: a day in the line of its schedule, a week
 * of waiting for an approval and a week of copying are the longest.
 */
export const LONGEST_RUN_MS = 18 * 24 * 3600 * 1000;

/**
 * One run at a time into one target namespace (`all` when the selection names none). Locks are objects written only if
 * absent, so there is no database. Taking one's own lock again succeeds; throws LockHeld naming the other run, after
 * giving back what was taken.
 */
export async function takeLocks(store: ObjectStore, target: Place, namespaces: string[], run: Lock): Promise<string[]> {
  const taken = await tryLocks(store, target, namespaces, run);
  if ('locks' in taken) return taken.locks;
  throw lockHeld(taken, target);
}

export interface Held {
  namespace: string;
  /** Of the lock. */
  key: string;
  holder: Lock;
}

export const lockHeld = ({ namespace, holder }: Held, { cluster }: Place) =>
  new KubeferryError(
    'LockHeld',
    `Run ${holder.cloneId} is writing to namespace "${namespace}" of cluster "${cluster}" since ${holder.since}. ` +
      `Nothing was touched. Wait until it ends; if it was stopped, go on with it or roll it back: kubeferry retry, or kubeferry rollback, with its route and ${holder.cloneId}.`,
  );

/** The same, answering who holds a lock instead of throwing. */
export async function tryLocks(
  store: ObjectStore,
  target: Place,
  namespaces: string[],
  run: Lock,
): Promise<{ locks: string[] } | Held> {
  const locks: string[] = [];
  for (const namespace of namespaces) {
    const key = lockKey(target.account, target.region, target.cluster, namespace);
    const holder = await claimLock(store, key, run);
    if (holder) {
      for (const own of locks) await store.delete(own);
      return { namespace, key, holder };
    }
    locks.push(key);
  }
  return { locks };
}

/** Takes locks of an earlier run again, by their keys: all of them, or none and false. */
export async function retakeLocks(store: ObjectStore, keys: string[], run: Lock): Promise<boolean> {
  const taken: string[] = [];
  for (const key of keys) {
    if (await claimLock(store, key, run)) {
      await releaseLocks(store, run.cloneId, taken);
      return false;
    }
    taken.push(key);
  }
  return true;
}

/** Gives back the locks that this run holds, and only those. */
export async function releaseLocks(store: ObjectStore, cloneId: string, keys: string[]): Promise<void> {
  for (const key of keys) {
    const held = await read(store, key);
    if (held?.cloneId === cloneId) await store.delete(key);
  }
}

/** False when it was given back since it was seen. */
export async function stillHolds(store: ObjectStore, { key, holder }: Held): Promise<boolean> {
  return (await read(store, key))?.cloneId === holder.cloneId;
}

/** Answers who holds one lock; undefined when it is this run, however often it claims. */
export async function claimLock(store: ObjectStore, key: string, run: Lock): Promise<Lock | undefined> {
  if (await store.claim(key, JSON.stringify(run))) return undefined;
  const held = await read(store, key);
  if (!held) return claimLock(store, key, run);
  if (held.cloneId === run.cloneId) return undefined;
  if (Date.parse(run.since) - Date.parse(held.since) < LONGEST_RUN_MS) return held;
  await store.delete(key);
  return claimLock(store, key, run);
}

async function read(store: ObjectStore, key: string): Promise<Lock | undefined> {
  const bytes = await store.get(key);
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Lock);
}
