import { describe, expect, it } from 'vitest';
import { gate } from '../../../../core/base/pace/gate.ts';
import { shareApi } from '../../../../core/execute/pace/share-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { mostInASecond, sharedClock } from './shared-clock.ts';

const START = Date.parse('2026-11-30T19:00:00Z');
const HOME = { account: '222233334444', region: 'eu-central-1', cluster: 'prod' };

function server() {
  const { clock, advance } = sharedClock(START);
  const objects = new Map<string, Uint8Array>();
  const store = memoryObjectStore(objects);
  const calls: number[] = [];
  let count = 0;
  /** A function that asks so many times, and is killed or leaves after it. */
  const asks = async (requests: number, { budget = 20, home = HOME, killed = false, startsAfter = 0 } = {}) => {
    if (startsAfter > 0) await clock.sleep(startsAfter * 1_000);
    const share = shareApi({ store, ...clock, home, budget, holder: `h${++count}` });
    const turn = gate({ clock, concurrency: Infinity, perSecond: share.perSecond, before: share.enter });
    await Promise.all(Array.from({ length: requests }, () => turn(async () => void calls.push(clock.now().getTime()))));
    if (!killed) await share.leave();
  };
  const until = async (all: Promise<unknown>[]) => {
    let done = false;
    const end = Promise.all(all).finally(() => {
      done = true;
    });
    while (!done && (await advance()));
    await end;
  };
  const seconds = () => (clock.now().getTime() - START) / 1_000;
  return { asks, until, calls, objects, seconds };
}

describe('the API server of a source', () => {
  // Promise: pace-of-the-api
  it('is asked by all functions of all runs together no more often than its pace says, over a kill', async () => {
    const { asks, until, calls } = server();
    await until([
      asks(900),
      asks(400, { startsAfter: 5 }),
      asks(300, { startsAfter: 5, killed: true }),
      asks(200, { startsAfter: 31 }),
      asks(500, { startsAfter: 90 }),
    ]);
    expect(calls).toHaveLength(2_300);
    expect(mostInASecond(calls)).toBeLessThanOrEqual(20);
    expect(mostInASecond(calls)).toBeGreaterThan(15);
  });

  it('is all there for one function alone, at once and after others have left', async () => {
    const { asks, until, seconds, objects } = server();
    await until([asks(200)]);
    expect(seconds()).toBeLessThan(11);
    await until([asks(200)]);
    expect(seconds()).toBeLessThan(22);
    expect(objects.size).toBe(0);
  });

  it('is asked by the lowest pace of those that are at it', async () => {
    const { asks, until, calls } = server();
    await until([asks(300, { budget: 20 }), asks(100, { budget: 4, startsAfter: 5 })]);
    // The first has looked again, and made room, before the second asks.
    const second = calls.filter((at) => at > START + 25_000);
    expect(mostInASecond(second)).toBeLessThanOrEqual(4);
  });

  it('has a pace of its own', async () => {
    const { asks, until, seconds } = server();
    await until([asks(200), asks(200, { home: { ...HOME, cluster: 'other' } })]);
    expect(seconds()).toBeLessThan(11);
  });

  it('sends those away for which it has no request, and keeps nothing of theirs', async () => {
    const { asks, until, objects } = server();
    const late = expect(asks(1, { budget: 1, startsAfter: 1 })).rejects.toMatchObject({
      name: 'QuotaReached',
      message: expect.stringContaining('API server of cluster prod may be asked 1 times a second'),
    });
    await until([asks(60, { budget: 1 }), late]);
    expect(objects.size).toBe(0);
  });
});
