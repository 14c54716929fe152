import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide, secondsOf } from '../../../../core/plan/pace/divide.ts';

const GIB = 2048;
const volume = (gibibytes: number) => ({ blocks: gibibytes * GIB, segments: 14 });
const twenty = Array.from({ length: 20 }, () => volume(100));

describe('sharing out the requests of an account', () => {
  it('gives one volume of a small Region four functions, where it took eight', () => {
    expect(divide(600, [volume(100)])).toEqual({ volumesAtOnce: 1, functionsAtOnce: 4, perSecond: 125 });
  });

  it('copies four of twenty volumes at once there, with a function each', () => {
    expect(divide(600, twenty)).toEqual({ volumesAtOnce: 4, functionsAtOnce: 1, perSecond: 125 });
  });

  it('gives twenty volumes of a large Region all 24 functions that fit', () => {
    const { volumesAtOnce, functionsAtOnce } = divide(3_000, twenty);
    expect(volumesAtOnce * functionsAtOnce).toBeGreaterThanOrEqual(20);
  });

  it('does not leave one large volume to a single function because of three small ones', () => {
    expect(divide(600, [volume(1_000), volume(1), volume(1), volume(1)]).functionsAtOnce).toBe(4);
  });

  it('slows the only function down where there is not enough for one', () => {
    expect(divide(20, twenty)).toEqual({ volumesAtOnce: 1, functionsAtOnce: 1, perSecond: 20 });
  });

  it('copies no more volumes at once than the pace says', () => {
    expect(divide(3_000, twenty, { volumesAtOnce: 2 }).volumesAtOnce).toBeLessThanOrEqual(2);
  });

  // Promise: pace-is-kept
  it('never asks for more than the budget', () => {
    const volumes = fc.array(fc.record({ blocks: fc.nat(1e7), segments: fc.integer({ min: 1, max: 2_048 }) }), {
      minLength: 1,
      maxLength: 40,
    });
    const asked = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 20_000 }), volumes, asked, (budget, given, volumesAtOnce) => {
        const way = divide(budget, given, { volumesAtOnce });
        expect(way.volumesAtOnce * way.functionsAtOnce * way.perSecond).toBeLessThanOrEqual(budget);
        expect(way.functionsAtOnce * way.perSecond).toBeLessThanOrEqual(1_000);
        expect(way.volumesAtOnce).toBeLessThanOrEqual(volumesAtOnce ?? 20);
        expect(Math.min(way.volumesAtOnce, way.functionsAtOnce)).toBeGreaterThanOrEqual(1);
        expect(way.perSecond).toBe(Math.min(125, budget));
      }),
    );
  });

  it('ends when the last volume was listed, copied and verified', () => {
    const way = { volumesAtOnce: 1, functionsAtOnce: 8, perSecond: 125 };
    // 100 GiB: a page of 10,000 blocks a second, 1,000 blocks a second, 15 seconds around them.
    const blocks = 100 * GIB;
    const once = secondsOf([{ blocks, segments: 16 }], way);
    expect(once).toBeCloseTo(blocks / 10_000 + blocks / 1_000 + 15);
    expect(
      secondsOf(
        [
          { blocks, segments: 16 },
          { blocks, segments: 16 },
        ],
        way,
      ),
    ).toBeCloseTo(2 * once);
    // Of changes the whole volume is looked through.
    expect(secondsOf([{ blocks: 1_000, segments: 1, listed: blocks }], way)).toBeCloseTo(blocks / 10_000 + 8 + 15);
  });
});
