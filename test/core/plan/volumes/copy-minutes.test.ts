import { expect, it } from 'vitest';
import { copyMinutes } from '../../../../core/plan/volumes/copy-minutes.ts';

const of = (count: number, minutes: number, snapshotMinutes = 0) =>
  Array.from({ length: count }, () => ({ minutes, ...(snapshotMinutes ? { snapshotMinutes } : {}) }));

it.each([
  ['no volume', [], undefined, 3],
  ['one volume', of(1, 63), undefined, 65],
  ['as many as are copied at once', of(20, 63), undefined, 65],
  ['one more', of(21, 63), undefined, 125],
  ['five times as many', of(100, 63), undefined, 305],
  ['three at a pace of two at once', of(3, 63), 2, 125],
  ['many of which nothing is copied', of(100, 3), undefined, 5],
  ['volumes whose snapshots take long, all at a time', [...of(40, 63, 30), ...of(1, 13, 10)], undefined, 95],
  ['one that is left behind', of(1, 0), undefined, 3],
] as const)('reckons the minutes of %s', (_, volumes, atOnce, minutes) => {
  expect(copyMinutes(volumes, atOnce)).toBe(minutes);
});
