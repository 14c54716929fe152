import { KubeferryError } from '../../base/errors.ts';
import type { AccessPolicy, Clusters } from '../../base/ports/clusters.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { changeRegister, type Decision } from '../../base/run/register.ts';
import {
  type AccessEntry,
  askedFor,
  hasSameHolders,
  isEmpty,
  isSamePolicy,
  wantedPolicies,
  withoutGone,
} from './access-entry.ts';
import type { AccessTools } from './access-tools.ts';

/**
 * A turn that is older than that was killed in the middle: no call that was begun in it is still under way. Less than the
 * machines wait for it.
 */
const TURN_MS = 4 * 60_000;
/** So long calls are begun. Each ends within three attempts of 30 seconds. */
const WORK_MS = 90_000;

interface At {
  cluster: string;
  roleArn: string;
  /** Groups of RBAC that an entry is made in. */
  groups?: readonly string[] | undefined;
}

/**
 * Makes the access entry what the runs that are in need together. One run does that at a time, and looks again before it
 * ends, so that nobody who comes or goes meanwhile is overlooked; another attempt of the same run continues with its turn.
 * Answers how many entries it gave back.
 */
export async function settleAccess(tools: AccessTools, key: string, at: At, run: string): Promise<number> {
  let entry = await takeTurn(tools, key, at, run);
  try {
    while (entry) {
      entry = await settleOnce(tools, key, at, entry);
      const next = await endTurn(tools, key, run, entry);
      if (!next) return isEmpty(entry) ? 1 : 0;
      entry = next;
    }
  } catch (error) {
    await giveUpTurn(tools.store, key, run).catch(() => {});
    throw error;
  }
  return 0;
}

/** Undefined when there is nothing to settle. */
function takeTurn({ store, now }: AccessTools, key: string, at: At, run: string): Promise<AccessEntry | undefined> {
  return changeRegister<AccessEntry, AccessEntry | undefined>(store, key, (held) => {
    if (!held) return { next: undefined, answer: undefined };
    const { turn } = held;
    if (turn && turn.by !== run && now().getTime() - Date.parse(turn.since) < TURN_MS) throw busy(at);
    return asAnswer(withTurn(held, run, now()));
  });
}

async function settleOnce(
  { clusters, store, now }: AccessTools,
  key: string,
  at: At,
  entry: AccessEntry,
): Promise<AccessEntry> {
  const turn = entry.turn!;
  const seen =
    entry.found === undefined ? await note(store, key, turn.by, (await associated(clusters, at)) ?? 'absent') : entry;
  await apply(clusters, at, seen, () => {
    if (now().getTime() - Date.parse(turn.since) < WORK_MS) return;
    throw new KubeferryError('NotYet', `The access entry of cluster "${at.cluster}" changed slowly; ask again.`);
  });
  return seen;
}

/** Before anything is changed: how the entry was found. */
const note = (store: AccessTools['store'], key: string, run: string, found: AccessEntry['found']) =>
  changeRegister<AccessEntry, AccessEntry>(store, key, (held) => {
    const own = ofTurn(held, run);
    return asAnswer(own.found === undefined ? { ...own, found } : own);
  });

/** Undefined when the turn is over; the entry as it is now when somebody came or went. */
const endTurn = ({ store, now }: AccessTools, key: string, run: string, settled: AccessEntry) =>
  changeRegister<AccessEntry, AccessEntry | undefined>(store, key, (held) => {
    // Its own end, whose answer was lost.
    if (held?.turn?.by !== run && (!held || hasSameHolders(held, settled))) return { next: held, answer: undefined };
    const own = ofTurn(held, run);
    if (!hasSameHolders(own, settled)) return asAnswer(withTurn(own, run, now()));
    return { next: isEmpty(own) ? undefined : withoutTurn(own), answer: undefined };
  });

/** Nothing of it is under way any more. */
const giveUpTurn = (store: AccessTools['store'], key: string, run: string) =>
  changeRegister<AccessEntry, void>(store, key, (held) => ({
    next: held?.turn?.by === run ? withoutTurn(held) : held,
    answer: undefined,
  }));

const asAnswer = (entry: AccessEntry): Decision<AccessEntry, AccessEntry> => ({ next: entry, answer: entry });

/** What is given is noted before it is given. */
function withTurn(held: AccessEntry, run: string, now: Date): AccessEntry {
  const entry = withoutGone(held, now);
  const given = [...new Set([...entry.given, ...askedFor(entry)])];
  return { ...entry, given, turn: { by: run, since: now.toISOString() } };
}

function withoutTurn({ turn: _, ...entry }: AccessEntry): AccessEntry {
  return entry;
}

function ofTurn(held: AccessEntry | undefined, run: string): AccessEntry {
  if (held?.turn?.by === run) return held;
  throw new KubeferryError('NotYet', 'Another run took this one for dead, and changes the access entry; ask again.');
}

async function apply(clusters: Clusters, at: At, entry: AccessEntry, check: () => void): Promise<void> {
  const { cluster, roleArn, groups = [] } = at;
  check();
  if (isEmpty(entry) && entry.found === 'absent') return clusters.deleteAccessEntry(cluster, roleArn);
  if (!isEmpty(entry)) await clusters.createAccessEntry(cluster, roleArn, { [TAG.madeBy]: MADE_BY }, groups);
  const had = (await associated(clusters, at)) ?? [];
  const wanted = wantedPolicies(entry);
  for (const policy of wanted) {
    if (had.some((each) => isSamePolicy(each, policy))) continue;
    check();
    await clusters.associate(cluster, roleArn, policy).catch((error: unknown) => {
      throw isNotFound(error) ? notShown(at, error) : error;
    });
  }
  // Also what the list does not show yet.
  for (const policyArn of entry.given) {
    if (wanted.some((each) => each.policyArn === policyArn)) continue;
    check();
    await clusters.disassociate(cluster, roleArn, policyArn);
  }
}

/** Undefined when the role has no entry. */
async function associated(clusters: Clusters, { cluster, roleArn }: At): Promise<AccessPolicy[] | undefined> {
  try {
    return await clusters.listAssociated(cluster, roleArn);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const isNotFound = (error: unknown): error is Error => error instanceof Error && error.name === 'NotFound';

const notShown = ({ cluster }: At, error: Error) =>
  new KubeferryError(
    'NotYet',
    `EKS does not show the run's access entry of cluster "${cluster}" yet, which was just made (${error.message})`,
    { cause: error },
  );

const busy = ({ cluster }: At) =>
  new KubeferryError(
    'NotYet',
    `Another run changes the access entry of cluster "${cluster}"; ask again in some seconds.`,
  );
