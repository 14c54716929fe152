import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin } from '../../../../core/base/request/target-limits.ts';

describe('a pattern of target namespaces', () => {
  // Promise: refuses-other-targets
  it.each([
    ['*-dev', 'shop-dev', true],
    ['*-dev', 'shop-development', false],
    ['team-*-dev', 'team-dev', false],
    ['team-*-dev-*', 'team-dev-x', false],
    ['team-*-dev-*', 'team-a-dev-x', true],
    ['a*b*c*d', 'acbd', false],
    ['a*b*c*d', 'abcd', true],
    ['*a*a', 'a', false],
    ['*', 'kube', true],
    ['', 'shop', false],
    ['shop.dev', 'shopxdev', false],
  ])('%s means %s: %s', (pattern, name, expected) => {
    expect(isWithin(name, [pattern])).toBe(expected);
  });

  it('means what a glob means', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (name, glob) => {
        expect(isWithin(name, [glob])).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(name));
      }),
      { numRuns: 3_000 },
    );
  });
});
