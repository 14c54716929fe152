import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Place } from '../request/end.ts';
import type { Request } from '../request/request.ts';
import { lockKey } from './keys.ts';
import { changeRegister, type Decision } from './register.ts';

export interface Lock {
  cloneId: string;
  since: string;
  /** `route/schedule` that started the run. */
  schedule?: string;
}

/** The target namespaces of a run; `all` when its selection names none. */
export type Homes = readonly string[] | 'all';

interface Holder extends Lock {
  homes: Homes;
}

/** Who stands in the way, and where. */
export interface Held {
  target: Place;
  /** The namespaces that both want. */
  homes: Homes;
  holder: Lock;
}

/**
 * An execution ends, one way or the other, within the timeouts of its states: a day in the line of its schedule, a week
 * of waiting for an approval, one for a cut-over, and a week of copying are the longest.
 */
export const LONGEST_RUN_MS = 25 * 24 * 3600 * 1000;

/** Where a run writes. Neither a plan nor a capture writes into the target. */
export function homesOf({ mode, selection, mappings }: Pick<Request, 'mode' | 'selection' | 'mappings'>): Homes {
  if (mode !== 'clone') return [];
  if (selection.namespaces.length === 0) return 'all';
  return selection.namespaces.map((namespace) => mappings.namespaces[namespace] ?? namespace);
}

/**
 * One run at a time into one namespace of a cluster; one over all namespaces excludes every other. All locks of a cluster
 * are one record, so a run has all of its locks or none, and there is no database. Answers who is in the way; undefined
 * when this run has them, however often it asks. The locks of a run that began longer ago than any run lasts are void.
 */
export function tryLocks(store: ObjectStore, target: Place, homes: Homes, run: Lock): Promise<Held | undefined> {
  if (homes.length === 0) return Promise.resolve(undefined);
  return changeRegister<Holder[], Held | undefined>(store, lockKey(target), (holders = []) => {
    const others = holders.filter(({ cloneId }) => cloneId !== run.cloneId);
    const holder = others.find((each) => !isVoid(each, run) && common(each.homes, homes).length > 0);
    if (holder) return { next: holders, answer: { target, homes: common(holder.homes, homes), holder } };
    const left = others.filter((each) => !isVoid(each, run));
    return { next: [...left, { ...run, homes }], answer: undefined };
  });
}

/** The same, throwing LockHeld that names the other run. */
export async function takeLocks(store: ObjectStore, target: Place, homes: Homes, run: Lock): Promise<void> {
  const held = await tryLocks(store, target, homes, run);
  if (held) throw lockHeld(held);
}

/** Gives back what this run holds in the cluster, and only that. Answers how many namespaces; 1 for all. */
export function releaseLocks(store: ObjectStore, target: Place, cloneId: string): Promise<number> {
  return changeRegister(store, lockKey(target), (holders: Holder[] | undefined): Decision<Holder[], number> => {
    const own = holders?.find((each) => each.cloneId === cloneId);
    if (!holders || !own) return { next: holders, answer: 0 };
    const left = holders.filter((each) => each !== own);
    return { next: left.length > 0 ? left : undefined, answer: own.homes === 'all' ? 1 : own.homes.length };
  });
}

/** False when it was given back since it was seen. */
export const stillHolds = (store: ObjectStore, { target, homes, holder }: Held): Promise<boolean> =>
  changeRegister(store, lockKey(target), (holders: Holder[] | undefined) => ({
    next: holders,
    answer: holders?.some((each) => each.cloneId === holder.cloneId && common(each.homes, homes).length > 0) ?? false,
  }));

export const lockHeld = (held: Held) =>
  new KubeferryError(
    'LockHeld',
    `Run ${held.holder.cloneId} is writing to ${homesText(held)} of cluster "${held.target.cluster}" since ${held.holder.since}. ` +
      `Nothing was touched. Wait until it ends; if it was stopped, resume it or roll it back; if it failed, roll it back: ` +
      `kubeferry retry, or kubeferry rollback, with its route and ${held.holder.cloneId}.`,
  );

/** `namespace "shop"`, as sentences say it. */
export function homesText({ homes }: Pick<Held, 'homes'>): string {
  if (homes === 'all') return 'all namespaces';
  const named = homes.map((each) => `"${each}"`).join(', ');
  return `${homes.length === 1 ? 'namespace' : 'namespaces'} ${named}`;
}

function common(one: Homes, other: Homes): Homes {
  if (one === 'all') return other;
  return other === 'all' ? one : one.filter((each) => other.includes(each));
}

const isVoid = (held: Lock, run: Lock) => Date.parse(run.since) - Date.parse(held.since) >= LONGEST_RUN_MS;
