import { KubeferryError } from '../../base/errors.ts';
import type { AccountShare } from '../../base/pace/volume-pace.ts';
import { whenOpen } from '../../base/pace/windows.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { PaceWindow } from '../../base/request/pace-window.ts';
import { shareKey, sharesKey, sharesOf } from './share-keys.ts';

/** A function that is killed holds its share no longer than this. */
const LEASE_MS = 60_000;
/** How often windows and shares are looked at while calls are made. */
const LOOK_MS = 15_000;

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
  /** Gives the shares back to others. */
  leave(): Promise<void>;
}

/**
 * What one invocation needs before it may call EBS: an open window, and a share of each account. All functions of all runs
 * write their share down before they look at those of the others, so that the last of them sees all: together they hold no
 * more than the budget. A share ends a minute after its holder was last heard of.
 */
export function keepPace({ store, now, shares, windows, holder }: PaceOptions): Permit {
  let held: string[] = [];
  let until = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async () => {
    const at = now();
    const opens = whenOpen(windows, at);
    if (opens !== undefined) {
      const text = `No data is copied at this time, by the windows of the pace; it is open again ${opens}.`;
      throw new KubeferryError('NotYet', text);
    }
    const isHeld = at.getTime() < until;
    const before = held;
    const ends = at.getTime() + LEASE_MS;
    held = [...before];
    for (const share of shares) held.push(await write(share, ends));
    if (!isHeld) for (const share of shares) await refuseBeyond(share, at);
    until = ends;
    await Promise.all(before.map((key) => store.delete(key)));
    held = held.slice(before.length);
    lookedAt = at.getTime();
  };

  const write = async (share: AccountShare, ends: number) => {
    const key = shareKey(share, { ends, perSecond: share.perSecond, holder });
    await store.put(key, '');
    return key;
  };

  const refuseBeyond = async (share: AccountShare, at: Date) => {
    const others = await sharesOf(store.list(sharesKey(share)), at);
    const sum = [...others.values()].reduce((total, perSecond) => total + perSecond, 0);
    if (sum <= share.budget) return;
    const text = `Account ${share.account}, ${share.region}, has its ${share.budget} requests a second of the EBS direct APIs in use by other functions; it is asked again.`;
    throw new KubeferryError('QuotaReached', text);
  };

  const leave = async () => {
    const keys = held;
    [held, until] = [[], 0];
    await Promise.all(keys.map((key) => store.delete(key)));
  };

  return {
    async enter() {
      if (now().getTime() - lookedAt < LOOK_MS) return;
      looking ??= look()
        .catch(async (error: unknown) => {
          await leave().catch(() => {});
          throw error;
        })
        .finally(() => {
          looking = undefined;
        });
      await looking;
    },
    leave,
  };
}
