import { KubeferryError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Place } from '../request/end.ts';
import { capturesKey } from '../run/keys.ts';
import { LONGEST_RUN_MS, type Lock } from '../run/lock.ts';
import { findRecord } from '../run/records.ts';
import { changeRegister, type Decision } from '../run/register.ts';
import type { Capture, KeptCapture } from './capture.ts';

/** The newest of all captures of a cluster. */
const LATEST = 'latest';

/** The captures of a cluster, the newest first. */
export async function capturesOf(store: ObjectStore, source: Place): Promise<KeptCapture[]> {
  const kept = (await findRecord<KeptCapture[]>(store, capturesKey(source))) ?? [];
  return kept.toSorted(newestFirst);
}

/** From here on others can clone from it. Harmless when it was done before. */
export const noteCapture = (store: ObjectStore, source: Place, capture: Capture): Promise<void> =>
  change(store, source, (kept) => ({
    next: kept.some(({ id }) => id === capture.id) ? kept : [...kept, { ...capture, users: [] }],
    answer: undefined,
  }));

/** What a run wants to clone from: a name, an id, or `latest`; and the namespaces that have to be in it. */
export interface Wish {
  capture: string;
  namespaces: readonly string[];
  /** In whose way out the captures are listed. */
  route: string;
}

/**
 * Finds the capture that is meant, the newest of its name, and notes in the same write that the run uses it: it is not
 * removed then. The same run gets the same one however often it asks. Throws InvalidRequest when there is none.
 */
export const useCapture = (store: ObjectStore, source: Place, wish: Wish, run: Lock): Promise<Capture> =>
  change(store, source, (kept) => {
    const before = kept.find(({ users }) => users.some(({ cloneId }) => cloneId === run.cloneId));
    if (before) return { next: kept, answer: before };
    const found = meant(wish, kept);
    if (!found) throw notThere(wish, source, kept);
    const users = [...found.users.filter((user) => !isVoid(user, run.since)), run];
    return { next: kept.map((each) => (each === found ? { ...each, users } : each)), answer: found };
  });

/** The run needs its capture no more. Answers how many it gave back. */
export const leaveCapture = (store: ObjectStore, source: Place, cloneId: string): Promise<number> =>
  change(store, source, (kept) => {
    const used = kept.filter(({ users }) => users.some((user) => user.cloneId === cloneId));
    const without = (each: KeptCapture) => ({ ...each, users: each.users.filter((user) => user.cloneId !== cloneId) });
    return {
      next: used.length === 0 ? kept : kept.map((each) => (used.includes(each) ? without(each) : each)),
      answer: used.length,
    };
  });

/** From here on nobody begins to use it. Answers who uses it still: then it stays as it is. */
export const beginRemoval = (store: ObjectStore, source: Place, id: string, at: string): Promise<Lock[]> =>
  change(store, source, (kept) => {
    const found = kept.find((each) => each.id === id);
    if (!found || found.removing) return { next: kept, answer: [] };
    const users = found.users.filter((user) => !isVoid(user, at));
    if (users.length > 0) return { next: kept, answer: users };
    return { next: kept.map((each) => (each === found ? { ...each, removing: true } : each)), answer: [] };
  });

/** Nothing of it is left. */
export const forgetCapture = (store: ObjectStore, source: Place, id: string): Promise<void> =>
  change(store, source, (kept) => ({
    next: kept.some((each) => each.id === id) ? kept.filter((each) => each.id !== id) : kept,
    answer: undefined,
  }));

function change<A>(store: ObjectStore, source: Place, decide: (kept: KeptCapture[]) => Decision<KeptCapture[], A>) {
  const nothing: KeptCapture[] = [];
  return changeRegister<KeptCapture[], A>(store, capturesKey(source), (held) => {
    const { next, answer } = decide(held ?? nothing);
    return { next: next === nothing ? undefined : next, answer };
  });
}

function meant({ capture, namespaces }: Wish, kept: KeptCapture[]): KeptCapture | undefined {
  const usable = kept.filter(({ removing }) => !removing).toSorted(newestFirst);
  if (capture === LATEST) return usable.find((each) => namespaces.every((name) => each.namespaces.includes(name)));
  const named = usable.find(({ name }) => name === capture);
  // Whoever starts a run by Step Functions chooses its id, also the name of somebody's captures.
  const other = usable.find(({ id, name }) => id === capture && name !== capture);
  if (named && other) throw twoMeanings(capture, other, named);
  return named ?? other;
}

function twoMeanings(capture: string, { name }: Capture, newest: Capture): KubeferryError {
  const message =
    `"${capture}" is the id of a capture called "${name}", and the name of others, of which ${newest.id} is the newest. ` +
    `Name that one by its id, or the other as "${name}".`;
  return new KubeferryError('InvalidRequest', `${message} Nothing was touched.`, {
    problems: [{ at: 'source.capture', message }],
  });
}

function notThere({ capture, namespaces, route }: Wish, { cluster }: Place, kept: KeptCapture[]): KubeferryError {
  const names = [...new Set(kept.filter(({ removing }) => !removing).map(({ name }) => name))];
  const which =
    capture === LATEST
      ? `no capture of cluster "${cluster}"${namespaces.length > 0 ? ` that has ${namespaces.join(', ')}` : ''}; `
      : `no capture "${capture}" of cluster "${cluster}"; `;
  const message = `There is ${which}${didYouMean(capture, names)} kubeferry captures ${route} lists them.`;
  return new KubeferryError('InvalidRequest', `${message} Nothing was touched.`, {
    problems: [{ at: 'source.capture', message }],
  });
}

const newestFirst = (a: Capture, b: Capture) => (a.takenAt < b.takenAt ? 1 : -1);

/** A run that began longer ago than any run lasts was stopped, and will not come back. */
const isVoid = (user: Lock, now: string) => Date.parse(now) - Date.parse(user.since) >= LONGEST_RUN_MS;
