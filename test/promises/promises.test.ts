import { expect, it } from 'vitest';
import { checkPromises } from './check.ts';
import { readHolders, readPromises } from './read-promises.ts';

it('has a test for every promise of the contract', () => {
  expect(checkPromises().problems).toEqual([]);
});

it('reads a promise that spans lines, and sees one without a mark', () => {
  const text = '- Nothing is lost: [see](there.md)\n  ever. <!-- promise: kept -->\n- No mark here.\n\nProse.\n';
  expect(readPromises(text)).toEqual({
    promises: [{ id: 'kept', sentence: 'Nothing is lost: see ever.' }],
    unmarked: ['No mark here.'],
  });
});

it('reads the title of a test below its promises, also of one with a table', () => {
  const each = "// Promise: kept, whole\nit.each(['a', 'b'])('keeps %s', () => {});";
  expect(readHolders('a.test.ts', each)).toEqual([
    { file: 'a.test.ts', line: 2, title: 'keeps %s', ids: ['kept', 'whole'] },
  ]);
});

it('refuses a mark that no test follows', () => {
  expect(() => readHolders('a.test.ts', '// Promise: kept\nconst a = 1;')).toThrow(/a\.test\.ts:1 .*Move it/);
});
