import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { LEASE_MS, LOOK_MS } from './lease.ts';
import { oneLook } from './one-look.ts';

/** The source of a route, whose API server all runs from it share. */
interface ApiHome {
  account: string;
  region: string;
  cluster: string;
}

interface ApiShareOptions {
  store: Pick<ObjectStore, 'put' | 'list' | 'delete'>;
  now: () => Date;
  sleep(milliseconds: number): Promise<void>;
  home: ApiHome;
  /** Requests a second of all functions of all runs together. */
  budget: number;
  /** Of this invocation and no other. */
  holder: string;
}

export interface ApiShare {
  /** Before each request. Throws QuotaReached where there are more functions than requests a second. */
  enter(): Promise<void>;
  /** Requests a second of this function, as of the latest `enter`. */
  perSecond(): number;
  /** Leaves all to others. */
  leave(): Promise<void>;
}

/** Clocks of functions may differ, and a request may be under way, when all have looked. */
const SLACK_MS = 3_000;

/**
 * The functions at one API server share its budget in even, whole parts. Each writes down that it is there, and looks every 15 seconds who
 * else is; who finds others waits until all of them have looked again, and so have made room, before it calls for the first time.
 */
export function shareApi({ store, now, sleep, home, budget, holder }: ApiShareOptions): ApiShare {
  const folder = `pace/api/${home.account}/${home.region}/${home.cluster}/`;
  let held: string | undefined;
  let until = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let rate = budget;

  const write = async () => {
    const before = held;
    until = now().getTime() + LEASE_MS;
    held = `${folder}${until}_${budget}_${holder}`;
    await store.put(held, '');
    if (before && before !== held) await store.delete(before);
  };

  const look = async () => {
    const at = now().getTime();
    const isHeld = at < until;
    await write();
    let there = await holdersIn(store.list(folder), at);
    // Who is at it goes on: only who comes is sent away.
    if (!isHeld) {
      if (lowest(there, budget) < there.size) throw full(home, budget);
      if (there.size > 1) await sleep(LOOK_MS + SLACK_MS);
      there = await holdersIn(store.list(folder), now().getTime());
    }
    rate = Math.max(1, Math.floor(lowest(there, budget) / Math.max(1, there.size)));
    lookedAt = isHeld ? at : now().getTime();
  };

  const leave = async () => {
    const key = held;
    [held, until, lookedAt] = [undefined, 0, Number.NEGATIVE_INFINITY];
    if (key) await store.delete(key);
  };

  const lookOnce = oneLook(look, leave);

  return {
    async enter() {
      if (now().getTime() - lookedAt < LOOK_MS) return;
      await lookOnce();
    },
    perSecond: () => rate,
    leave,
  };
}

/** The lowest budget of those who are there. */
const lowest = (budgets: ReadonlyMap<string, number>, own: number): number => Math.min(own, ...budgets.values());

async function holdersIn(keys: AsyncIterable<string>, at: number): Promise<Map<string, number>> {
  const there = new Map<string, number>();
  for await (const key of keys) {
    const [ends, budget, holder = ''] = (key.split('/').at(-1) ?? '').split('_');
    if (Number(ends) > at) there.set(holder, Number(budget));
  }
  return there;
}

const full = ({ cluster }: ApiHome, budget: number) =>
  new KubeferryError(
    'QuotaReached',
    `The API server of cluster ${cluster} may be asked ${budget} times a second (apiRequestsPerSecond), and more functions than that are at it; it is asked again.`,
  );
