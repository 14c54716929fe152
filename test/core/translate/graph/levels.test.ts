import fc from 'fast-check';
import { expect, it } from 'vitest';
import { levelsOf } from '../../../../core/translate/graph/levels.ts';
import { rowsOf } from '../../../../core/translate/tables/references/row.ts';

const row = rowsOf('https://example.com');
const KINDS = ['a.io/A', 'a.io/B', 'a.io/C', 'a.io/D', 'a.io/E'];
const edges = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 12 });
const levels = (pairs: [number, number][]) => {
  const rows = pairs.map(([from, to]) => row(KINDS[from]!, 'spec.name', KINDS[to]!));
  const found = levelsOf(rows, () => true);
  return KINDS.map((kind) => found.get(kind) ?? 0);
};

// Promise: needed-before
it('puts each kind above all that it needs, where no two need each other', () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const downwards = pairs.filter(([from, to]) => from > to);
      const found = levels(downwards);
      for (const [from, to] of downwards) expect(found[from]).toBeGreaterThan(found[to]!);
    }),
  );
});

it('breaks a circle up at its last row, the same each time', () => {
  expect(
    levels([
      [0, 1],
      [1, 2],
      [2, 0],
    ]),
  ).toEqual([2, 1, 0, 0, 0]);
  expect(
    levels([
      [2, 0],
      [0, 1],
      [1, 2],
    ]),
  ).toEqual([1, 0, 2, 0, 0]);
  fc.assert(
    fc.property(edges, (pairs) => {
      expect(Math.max(...levels(pairs))).toBeLessThan(KINDS.length);
    }),
  );
});
