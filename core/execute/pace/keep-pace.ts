import { KubeferryError } from '../../base/errors.ts';
import type { AccountShare } from '../../base/pace/volume-pace.ts';
import { rateOpen, whenOpen } from '../../base/pace/windows.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { PaceWindow } from '../../base/request/pace-window.ts';
import { LEASE_MS, LOOK_MS } from './lease.ts';
import { oneLook } from './one-look.ts';
import { shareKey, sharesKey, sharesOf } from './share-keys.ts';

export interface PaceOptions {
  store: Pick<ObjectStore, 'put' | 'list' | 'delete'>;
  now: () => Date;
  shares: readonly AccountShare[];
  windows: readonly (readonly PaceWindow[])[];
  /** Of this invocation and no other. */
  holder: string;
}

export interface Permit {
  /** Before each call. Throws NotYet while a window is closed, QuotaReached while others use the account up. */
  enter(): Promise<void>;
  /** What part of its pace the function keeps: less than 1 while a window is open that allows less than that. */
  part(): number;
  /** Gives the shares back to others. */
  leave(): Promise<void>;
}

/** Windows open and close at full minutes. */
const MINUTE_MS = 60_000;

/** What stands of a share while windows are open that allow so much. */
interface Asked {
  share: AccountShare;
  perSecond: number;
  budget: number;
}

/** Whose shares count beside an own one: everybody's, or those that come before it in the order of their names. */
type Rule = 'all' | 'before-mine' | 'none';

/**
 * What one invocation needs before it may call EBS: an open window, and a share of each account. All functions of all runs
 * write their share down before they look at those of the others, so that the last of them sees all: together they hold no
 * more than the budget. A share ends a minute after its holder was last heard of. Where a window opens that allows less, each
 * looks again, and those go whose names come last.
 */
export function keepPace({ store, now, shares, windows, holder }: PaceOptions): Permit {
  let held: string[] = [];
  let until = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let rate = Number.POSITIVE_INFINITY;

  const look = async () => {
    const at = now();
    refuseClosed(windows, at);
    const [was, open] = [rate, rateOpen(windows, at)];
    const rule = at.getTime() >= until || open > was ? 'all' : open < was ? 'before-mine' : 'none';
    const asked = shares.map((share) => askedAt(share, open));
    const before = held;
    const ends = at.getTime() + LEASE_MS;
    held = [...before];
    for (const each of asked) held.push(await write(each, ends));
    for (const each of asked) await refuseBeyond(each, rule, at);
    [until, rate] = [ends, open];
    await Promise.all(before.map((key) => store.delete(key)));
    held = held.slice(before.length);
    lookedAt = at.getTime();
  };

  const write = async ({ share, perSecond }: Asked, ends: number) => {
    const key = shareKey(share, { ends, perSecond, holder });
    await store.put(key, '');
    return key;
  };

  const refuseBeyond = async ({ share, budget }: Asked, rule: Rule, at: Date) => {
    if (rule === 'none') return;
    const there = await sharesOf(store.list(sharesKey(share)), at);
    const counted = [...there].filter(([name]) => rule === 'all' || name <= holder);
    const sum = counted.reduce((total, [, perSecond]) => total + perSecond, 0);
    if (sum <= budget) return;
    const text = `Account ${share.account}, ${share.region}, has its ${budget} requests a second of the EBS direct APIs in use by other functions; it is asked again.`;
    throw new KubeferryError('QuotaReached', text);
  };

  const leave = async () => {
    const keys = held;
    [held, until] = [[], 0];
    await Promise.all(keys.map((key) => store.delete(key)));
  };

  const lookOnce = oneLook(look, leave);

  return {
    async enter() {
      const at = now().getTime();
      if (at - lookedAt < LOOK_MS && minuteOf(at) === minuteOf(lookedAt)) return;
      await lookOnce();
    },
    part: () => Math.min(1, ...shares.map(({ perSecond }) => rate / perSecond)),
    leave,
  };
}

const minuteOf = (at: number) => Math.floor(at / MINUTE_MS);

/** All of a share is that of one function, which has to call more slowly where a window allows less. */
const askedAt = (share: AccountShare, rate: number): Asked => ({
  share,
  perSecond: Math.min(share.perSecond, rate),
  budget: Math.min(share.budget, rate),
});

function refuseClosed(windows: PaceOptions['windows'], at: Date): void {
  const opens = whenOpen(windows, at);
  if (opens === undefined) return;
  const text = `No data is copied at this time, by the windows of the pace; it is open again ${opens}.`;
  throw new KubeferryError('NotYet', text);
}
