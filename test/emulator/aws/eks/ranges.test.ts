import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlap as ofProduct } from '../../../../core/plan/cluster/ranges.ts';
import { overlap as ofServer } from '../../../../emulator/aws/eks/ranges.ts';

it.each([
  ['10.0.0.0/16', '10.0.255.0/24', true],
  ['10.0.0.0/16', '10.1.0.0/16', false],
  ['10.0.0.0/8', '10.200.0.1/32', true],
  ['10.0.3.7/16', '10.0.0.0/24', true],
  ['172.16.0.0/12', '172.31.0.0/16', true],
  ['172.16.0.0/12', '172.32.0.0/16', false],
  ['192.168.0.0/17', '192.168.128.0/17', false],
])('knows whether %s and %s have an address in common', (one, other, expected) => {
  expect([ofProduct(one, other), ofProduct(other, one), ofServer(one, other), ofServer(other, one)]).toEqual(
    Array(4).fill(expected),
  );
});

// Each has its own arithmetic.
it('says of any two ranges what the product says', () => {
  const part = fc.constantFrom(0, 1, 10, 127, 128, 172, 192, 255);
  const range = fc.tuple(part, part, part, part, fc.integer({ min: 1, max: 32 }));
  const text = range.map(([a, b, c, d, bits]) => `${a}.${b}.${c}.${d}/${bits}`);
  fc.assert(fc.property(text, text, (one, other) => ofServer(one, other) === ofProduct(one, other)));
});
