import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlap } from './reach/overlap.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
/** All texts of a and b that are short enough for two patterns of six: what they share has no more than twelve letters. */
const texts = (length: number): string[] =>
  length === 0
    ? ['']
    : [
        ...texts(length - 1),
        ...texts(length - 1)
          .filter((t) => t.length === length - 1)
          .flatMap((t) => [`${t}a`, `${t}b`]),
      ];
const fits = (glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);

it('says that two patterns overlap exactly when some text fits both', () => {
  const all = texts(10);
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      const [first, second] = [fits(one), fits(other)];
      expect(overlap(one, other)).toBe(all.some((text) => first.test(text) && second.test(text)));
    }),
    { numRuns: 300 },
  );
});
