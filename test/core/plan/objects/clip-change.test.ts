import { expect, it } from 'vitest';
import { clipChange } from '../../../../core/plan/objects/clip-change.ts';

const change = { rule: 'r', op: 'replace' as const, path: '/data/schema' };

it('tells the beginning of a long value, and how long it is', () => {
  const { before, after, clipped } = clipChange({
    ...change,
    before: 'x'.repeat(5000),
    after: { y: 'y'.repeat(3000) },
  });
  expect(before).toBe(`${'x'.repeat(2000)} … (5000 characters)`);
  expect(after).toMatch(/^\{"y":"y+ … \(3008 characters\)$/);
  expect(clipped).toBe(true);
});

it('leaves a short one as it is', () => {
  const short = { ...change, before: { a: [1, null] }, after: 'b' };
  expect(clipChange(short)).toBe(short);
});
