import { expect, it } from 'vitest';
import { roundLines } from '../../../cli/api/print-rounds.ts';

it('prints what each round of a migration has moved, and which one is under way', () => {
  expect(roundLines([{ round: 1, seconds: 61.4, bytes: 3 * 2 ** 19 }, { round: 2 }])).toEqual([
    '  round 1: 1.5 MiB in 61 seconds',
    '  round 2: under way',
  ]);
  expect(roundLines()).toEqual([]);
});
