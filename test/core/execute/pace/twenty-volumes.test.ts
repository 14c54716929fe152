import { describe, expect, it } from 'vitest';
import { gate } from '../../../../core/base/pace/gate.ts';
import type { PaceWindow } from '../../../../core/base/request/pace-window.ts';
import { keepPace } from '../../../../core/execute/pace/keep-pace.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { mostInASecond, sharedClock } from './shared-clock.ts';

const HOME = { account: '222233334444', region: 'eu-central-1' };
const BUDGET = 24;
/** Of one function. */
const EACH = 6;
const timeZone = 'Europe/Berlin';
/** 20:00 in Berlin. */
const OPENS = Date.parse('2026-11-30T19:00:00Z');

/** Segments of so many blocks, each copied by one function after the other as Step Functions starts them; the calls that are made. */
function account(windows: PaceWindow[]) {
  const { clock, advance } = sharedClock(OPENS - 10_000);
  const store = memoryObjectStore();
  const calls: number[] = [];
  let holder = 0;
  const segment = async (blocks: number, killedAfter = blocks): Promise<void> => {
    let most = killedAfter;
    for (;;) {
      const permit = keepPace({
        store,
        now: clock.now,
        shares: [{ ...HOME, budget: BUDGET, perSecond: EACH }],
        windows: [windows],
        // As names that look random: those that go first at a change are any of them.
        holder: `h${(++holder * 7_919) % 1_000}-${holder}`,
      });
      const perSecond = () => EACH * permit.part();
      const enter = gate({ clock, concurrency: 4, perSecond, before: permit.enter });
      let left = most;
      // The first that is refused ends it for all.
      const work = async () => {
        while (left > 0 && left-- > 0) await enter(async () => void calls.push(clock.now().getTime()));
      };
      const stop = () => {
        left = 0;
        return true;
      };
      const refused = await Promise.all(Array.from({ length: 4 }, () => work().catch(stop)));
      const ended = !refused.includes(true);
      if (ended && most === blocks) return permit.leave();
      // Killed: nothing is given back, and the next attempt copies all of it.
      if (ended) most = blocks;
      else await permit.leave();
      // As a Retry with jitter waits.
      await clock.sleep(500 + ((holder * 7_919) % 3_000));
    }
  };
  const until = async (all: Promise<unknown>[]) => {
    let done = false;
    const end = Promise.all(all).finally(() => {
      done = true;
    });
    while (!done && (await advance()));
    await end;
  };
  return { clock, calls, segment, until };
}

describe('twenty volumes under a budget', () => {
  // Promise: pace-is-kept
  it('never make more calls in any second, over a kill, a redrive and a window that opens', async () => {
    const { clock, calls, segment, until } = account([{ from: '20:00', to: '06:00', timeZone }]);
    const volumes = Array.from({ length: 20 }, (_, at) => segment(20, at === 3 ? 10 : 20));
    // A run that is stopped leaves its functions at work, and those of its redrive begin beside them.
    const redriven = [7, 8, 9].map(() => clock.sleep(13_000).then(() => segment(20)));
    await until([...volumes, ...redriven]);
    expect(calls.length).toBeGreaterThanOrEqual(23 * 20 + 10);
    expect(Math.min(...calls)).toBeGreaterThanOrEqual(OPENS);
    expect(mostInASecond(calls)).toBeLessThanOrEqual(BUDGET);
    expect(mostInASecond(calls)).toBeGreaterThan(BUDGET / 2);
  });

  const fast = (from: string, to: string): PaceWindow => ({ from, to, timeZone });
  const slow = (from: string, to: string): PaceWindow => ({ from, to, timeZone, requestsPerSecond: 8 });

  // Promise: pace-windows
  it.each([
    ['slower after a minute', [fast('20:00', '20:01'), slow('20:01', '06:00')], [BUDGET, 8]],
    ['faster after a minute', [slow('20:00', '20:01'), fast('20:01', '06:00')], [8, BUDGET]],
    [
      'slower than one function',
      [{ ...slow('20:00', '20:01'), requestsPerSecond: 3 }, fast('20:01', '06:00')],
      [3, BUDGET],
    ],
  ])('keep to windows that are %s', async (_, windows, [first, then]) => {
    const { calls, segment, until } = account(windows);
    await until(Array.from({ length: 20 }, (_, at) => segment(110, at === 3 ? 50 : 110)));
    const change = OPENS + 60_000;
    const [before, after] = [calls.filter((at) => at < change), calls.filter((at) => at >= change)];
    expect(mostInASecond(before)).toBeLessThanOrEqual(first!);
    expect(mostInASecond(after)).toBeLessThanOrEqual(then!);
    // Half of what whole functions may do is done at least, though one of them is killed.
    const each = Math.min(EACH, first!);
    expect(before.length).toBeGreaterThan(0.5 * 60 * each * Math.floor(first! / each));
    expect(mostInASecond(after)).toBeGreaterThan(then! / 2);
  });
});
