import { expect, it } from 'vitest';
import { completionMinutes, timedCopyDollars } from '../../../../core/base/pace/completion.ts';

it.each([
  [15, 100, 15],
  [15, 500, 30],
  [60, 500, 60],
  [15, 16_384, 570],
  [15, 65_536, 2_250],
])('asks for %s minutes with %s GiB: %s, as 500 MiB/s make possible', (asked, sizeGiB, minutes) => {
  expect(completionMinutes(asked, sizeGiB)).toBe(minutes);
});

// The price list of EBS has a price a GiB for each of these times.
it.each([
  [15, 2],
  [30, 1.8],
  [60, 1.6],
  [120, 1.4],
  [240, 1.2],
  [480, 1],
  [960, 0.5],
])('says what 100 GiB in %s minutes cost: $%s', (minutes, dollars) => {
  expect(timedCopyDollars(100, minutes)).toBeCloseTo(dollars);
});
