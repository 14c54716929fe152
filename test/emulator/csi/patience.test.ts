import { expect, it } from 'vitest';
import { patience } from '../../../emulator/csi/patience.ts';

it('waits twice as long after each failure, up to eight seconds, and not at all after a success', () => {
  let now = 0;
  const waits = patience(() => now);
  const waitOf = (key: string) => {
    waits.failed(key);
    const start = now;
    while (!waits.isDue(key)) now += 100;
    return now - start;
  };
  expect([1, 2, 3, 4, 5, 6].map(() => waitOf('a'))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  expect(waits.isDue('b')).toBe(true);
  waits.failed('a');
  waits.succeeded('a');
  expect(waits.isDue('a')).toBe(true);
});
