import { expect, it } from 'vitest';
import { copyMinutes } from '../../../../core/plan/volumes/copy-minutes.ts';

const of = (count: number, minutes: number) => Array.from({ length: count }, () => ({ minutes }));

it.each([
  ['no volume', [], undefined, 3],
  ['one volume', of(1, 63), undefined, 65],
  ['as many as are copied at once', of(20, 63), undefined, 65],
  ['one more', of(21, 63), undefined, 125],
  ['five times as many', of(100, 63), undefined, 305],
  ['three at a pace of two at once', of(3, 63), 2, 125],
  ['many of which nothing is copied', of(100, 3), undefined, 5],
  ['one that is left behind', of(1, 0), undefined, 3],
] as const)('reckons the minutes of %s', (_, volumes, atOnce, minutes) => {
  expect(copyMinutes(volumes, atOnce)).toBe(minutes);
});
