import { describe, expect, it } from 'vitest';
import type { RunPace } from '../../../../core/base/request/pace.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { planPace } from '../../../../core/plan/pace/plan-pace.ts';
import { tooSlow } from '../../../../core/plan/pace/too-slow.ts';

const SOURCE = { account: '222233334444', region: 'us-east-1' };
const TARGET = { account: '444455556666', region: 'eu-central-1' };
const LARGE = { read: 5_000, write: 1_000 };
const volumes = (count: number, sizeGiB: number) =>
  Array.from({ length: count }, () => ({ strategy: 'copy-blocks' as const, sizeGiB }));

const run = (pace?: Partial<RunPace>, target = TARGET) =>
  ({
    startedAt: '2026-11-23T12:00:00Z',
    route: { source: SOURCE, target },
    ...(pace ? { pace: { windows: [], ...pace } } : {}),
  }) as unknown as Clone;

describe('the pace of a plan', () => {
  it('leaves 40 % of the quotas to others, and goes by the account that may do less', () => {
    const pace = planPace(run(), volumes(20, 100), LARGE);
    expect(pace.shares).toEqual([
      { ...SOURCE, budget: 3_000, perSecond: 125 },
      { ...TARGET, budget: 600, perSecond: 125 },
    ]);
    expect(pace.volumesAtOnce * pace.functionsAtOnce * pace.perSecond).toBeLessThanOrEqual(600);
  });

  it('takes all that was asked for, and never more than a quota', () => {
    const asked = planPace(run({ mebibytesPerSecond: 200 }), volumes(20, 100), LARGE);
    expect(asked.shares.map(({ budget }) => budget)).toEqual([400, 400]);
    const more = planPace(run({ requestsPerSecond: 9_000 }), volumes(20, 100), LARGE);
    expect(more.shares.map(({ budget }) => budget)).toEqual([5_000, 1_000]);
  });

  it('shares what was asked for between reads and puts where both are in one account and Region', () => {
    const pace = planPace(run({ requestsPerSecond: 100 }, SOURCE), volumes(1, 100), LARGE);
    expect(pace.shares).toEqual([{ ...SOURCE, budget: 100, perSecond: 100 }]);
    expect(pace.perSecond).toBe(50);
  });

  it('counts the hours in which windows are closed', () => {
    const nights = [[{ from: '20:00', to: '04:00', timeZone: 'Europe/Berlin' }]];
    // 819,200 blocks at 500 a second take 28 minutes, and the run begins at 13:00 in Berlin, 7 hours before the window.
    expect(planPace(run({ requestsPerSecond: 500 }), volumes(4, 100), LARGE).minutes).toBe(28);
    expect(planPace(run({ requestsPerSecond: 500, windows: nights }), volumes(4, 100), LARGE).minutes).toBe(
      7 * 60 + 28,
    );
    // 9.1 hours need a second night.
    const two = planPace(run({ requestsPerSecond: 500, windows: nights }), volumes(4, 2_000), LARGE).minutes;
    expect(two).toBeGreaterThan((7 + 24) * 60 + 60);
    expect(two).toBeLessThan((7 + 24) * 60 + 90);
  });

  it('counts hours in which a window allows less at their rate', () => {
    const always = { from: '00:00', to: '00:00', timeZone: 'Europe/Berlin' };
    const minutesAt = (requestsPerSecond: number) =>
      planPace(run({ requestsPerSecond: 500, windows: [[{ ...always, requestsPerSecond }]] }), volumes(4, 100), LARGE)
        .minutes;
    expect(minutesAt(500)).toBe(28);
    // Four volumes at once take 204,800 / 125 s and 35 s around that. With two of the functions, since each makes 125; and one that makes 50.
    expect(minutesAt(250)).toBe(56);
    expect(minutesAt(300)).toBe(56);
    expect(minutesAt(50)).toBe(279);
  });

  it('blocks a plan whose blocks are not copied before its run is given up, with the way out', () => {
    const slow = planPace(run({ requestsPerSecond: 20 }), volumes(20, 1_024), LARGE);
    expect(tooSlow('prod-to-dev', slow)).toMatchObject([
      {
        severity: 'blocker',
        sentence: expect.stringMatching(/^Copying .* takes about 25 days at 20 a second.*Raise the pace/),
      },
    ]);
    expect(tooSlow('prod-to-dev', planPace(run(), volumes(20, 1_024), LARGE))).toEqual([]);
    expect(tooSlow('prod-to-dev', undefined)).toEqual([]);
  });
});
