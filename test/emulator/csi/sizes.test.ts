import { expect, it } from 'vitest';
import { gibibytesOf } from '../../../emulator/csi/quantity.ts';

it.each([
  ['8Gi', 8],
  ['1Mi', 1],
  ['1500Mi', 2],
  ['1T', 932],
  ['1073741824', 1],
  ['1.5Gi', 2],
])('buys for %s as many whole GiB as hold it: %i', (quantity, gibibytes) => {
  expect(gibibytesOf(quantity)).toBe(gibibytes);
});

it('refuses a size that it cannot read', () => {
  expect(() => gibibytesOf('8 gigs')).toThrow("'8 gigs' is no size");
});
