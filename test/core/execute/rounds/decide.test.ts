import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Migration } from '../../../../core/base/request/migration.ts';
import type { Round } from '../../../../core/base/run/rounds.ts';
import { decide, MOST_ROUNDS, type Next } from '../../../../core/execute/rounds/decide.ts';
import { outlookOf } from '../../../../core/execute/rounds/outlook.ts';

const T0 = Date.parse('2026-05-01T20:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000);
/** `[begins, ends, MiB]` in seconds after T0. */
const rounds = (...all: [number, number, number][]): Round[] =>
  all.map(([begins, ends, mebibytes], index) => ({
    number: index + 1,
    startedAt: at(begins).toISOString(),
    endedAt: at(ends).toISOString(),
    volumes: [{ claim: 'shop/data', sourceSnapshotId: 'snap-1', snapshotId: 'snap-2', bytes: mebibytes * 2 ** 20 }],
  }));
const now: Migration = { cutOver: 'now', maxDowntimeMinutes: 10 };

describe('the outlook of a migration', () => {
  it('is unknown as long as nothing says how much changes', () => {
    expect(outlookOf([], at(0))).toBeUndefined();
    expect(outlookOf(rounds([0, 1000, 1000]), at(1000))).toBeUndefined();
  });

  it('is what has changed by now, at the rate of the fastest round, with what each round takes anyway', () => {
    // 1,000 MiB in 1,000 s; then 100 MiB in 130 s, of which 30 are no copy; since then 130 s at 100 MiB in 1,000 s.
    expect(outlookOf(rounds([0, 1000, 1000], [1000, 1130, 100]), at(1130))).toEqual({
      copySeconds: 30 + 13,
      downSeconds: 30 + 13 + 180,
    });
  });

  it('is only what a round takes anyway where nothing has changed', () => {
    expect(outlookOf(rounds([0, 1000, 1000], [1000, 1040, 0]), at(1040))?.copySeconds).toBe(40);
  });
});

describe('what comes after a round', () => {
  it('is another one, until it is known how much changes', () => {
    expect(decide({ migrate: now, rounds: rounds([0, 1000, 1000]), approved: false, now: at(1000) }).next).toBe(
      'round',
    );
  });

  it('is the cut-over, once the rest fits into the downtime that is allowed', () => {
    const small = rounds([0, 1000, 1000], [1000, 1130, 100]);
    expect(decide({ migrate: now, rounds: small, approved: false, now: at(1130) })).toEqual({
      next: 'cut-over',
      seconds: 0,
      downSeconds: 223,
    });
    const strict = { ...now, maxDowntimeMinutes: 3 };
    expect(decide({ migrate: strict, rounds: small, approved: false, now: at(1130) }).next).toBe('round');
  });

  // Promise: downtime-before-quiesce
  it('is the end of the run, with the way out, where the source changes as fast as it is copied', () => {
    const hopeless = rounds([0, 1000, 1000], [1000, 1900, 900], [1900, 2800, 900], [2800, 3700, 900]);
    expect(() => decide({ migrate: now, rounds: hopeless, approved: false, now: at(3700) })).toThrow(
      /about 18 minutes, and 10 are allowed \(migrate.maxDowntimeMinutes\).*After 4 rounds.*The source was not touched.*allow more minutes/,
    );
  });

  const quiet = rounds([0, 1000, 1000], [1000, 1130, 100]);

  it('is a wait while nobody has approved, with a round every quarter of an hour, and the cut-over once somebody has', () => {
    const migrate = { ...now, cutOver: 'on-approval' };
    expect(decide({ migrate, rounds: quiet, approved: false, now: at(1130) })).toEqual({ next: 'wait', seconds: 300 });
    expect(decide({ migrate, rounds: quiet, approved: false, now: at(1000 + 900) }).next).toBe('round');
    expect(decide({ migrate, rounds: quiet, approved: true, now: at(1130) }).next).toBe('cut-over');
  });

  it('is one more round before the time that was named, and then the cut-over', () => {
    const migrate = { ...now, cutOver: at(2000).toISOString() };
    const soon = decide({ migrate, rounds: quiet, approved: false, now: at(1130) });
    expect(soon).toEqual({ next: 'wait', seconds: 300 });
    // 1.5 times a round, and a minute.
    expect(decide({ migrate, rounds: quiet, approved: false, now: at(1860) }).next).toBe('round');
    expect(decide({ migrate, rounds: quiet, approved: false, now: at(2000) }).next).toBe('cut-over');
  });

  it('is the end of the run when a time that was named is an hour over: nobody who named the night means the morning', () => {
    const migrate = { ...now, cutOver: at(2000).toISOString() };
    const late = (seconds: number) => () =>
      decide({ migrate, rounds: quiet, approved: false, now: at(2000 + seconds) }).next;
    expect(late(100)()).toBe('cut-over');
    expect(late(3500)).not.toThrow();
    expect(late(3700)).toThrow(/was to be at 2026-05-01T20:33:20.000Z.*The source was not touched.*on-approval/);
    expect(decide({ migrate: now, rounds: quiet, approved: false, now: at(90_000) }).next).not.toBe('wait');
  });

  it('never waits beyond a time, never asks for more than so many rounds, and waits at least a second (seeds shown)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 4000 }), fc.nat(5000)), {
          minLength: 1,
          maxLength: 250,
        }),
        fc.constantFrom('now', 'on-approval', at(100_000).toISOString()),
        fc.boolean(),
        (shapes, cutOver, approved) => {
          let time = 0;
          const list = shapes.map(([rest, takes, mebibytes]): [number, number, number] => {
            const begins = time + rest;
            time = begins + takes;
            return [begins, time, mebibytes];
          });
          const next = attempt({ migrate: { ...now, cutOver }, rounds: rounds(...list), approved, now: at(time) });
          if (next === 'too long') return;
          if (next.next === 'round') expect(list.length).toBeLessThan(MOST_ROUNDS);
          if (next.next === 'wait') {
            expect(next.seconds).toBeGreaterThanOrEqual(1);
            expect(next.seconds).toBeLessThanOrEqual(600);
          }
        },
      ),
    );
  });
});

function attempt(situation: Parameters<typeof decide>[0]): Next | 'too long' {
  try {
    return decide(situation);
  } catch (error) {
    expect(['DowntimeTooLong', 'DeadlinePassed']).toContain((error as Error).name);
    return 'too long';
  }
}

describe('seven days of waiting for an approval', () => {
  it('write no more events than the history of a machine takes', () => {
    const migrate = { ...now, cutOver: 'on-approval' };
    // 5 events of a task, 6 of a Distributed Map, 2 of a Choice, 2 of a Wait.
    const [round, look] = [5 + 2 + 6 + 5 + 2, 2 + 5 + 2];
    let [time, events] = [0, 20];
    const all: Round[] = [];
    while (time < 7 * 24 * 3600) {
      const next: Next =
        all.length === 0
          ? { next: 'round', seconds: 0 }
          : decide({ migrate, rounds: all, approved: false, now: at(time) });
      if (next.next === 'round') {
        const [one] = rounds([time, time + 60, 10]);
        all.push({ ...one!, number: all.length + 1 });
        time += 60;
        events += round;
      } else {
        time += next.seconds;
        events += look;
      }
    }
    // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: 25,000; the rest is for retries.
    expect(events).toBeLessThan(16_000);
    expect(all.length).toBeLessThanOrEqual(MOST_ROUNDS);
  });
});
