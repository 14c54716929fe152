import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ids, idsOf } from '../../../../core/base/columns/ids.ts';

const digits = fc.constantFrom('0', '1', 'a', 'f', 'A', 'k', 'ä', '😀');
const text = fc.array(digits, { maxLength: 6 }).map((parts) => parts.join(''));

it('numbers texts in the order in which they come, each once, and gives them back as they were', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      const ids = new Ids();
      const expected = [...new Set(texts)];
      for (const each of texts) expect(ids.add(each)).toBe(expected.indexOf(each));
      expect([...ids]).toEqual(expected);
      expect(texts.map((each) => ids.find(each))).toEqual(texts.map((each) => expected.indexOf(each)));
    }),
  );
});

it('tells what is hexadecimal from the same bytes as text, and does not find what was not added', () => {
  const ids = new Ids();
  expect([ids.add('6162'), ids.add('ab'), ids.add('AB')]).toEqual([0, 1, 2]);
  expect([...ids]).toEqual(['6162', 'ab', 'AB']);
  expect([ids.find('abc'), ids.find(''), ids.find('61'.repeat(1_000))]).toEqual([undefined, undefined, undefined]);
});

it('gives texts that have numbers already as they are', () => {
  const ids = idsOf(['a', 'b', 'a']);
  expect([...ids]).toEqual(['a', 'b']);
  expect(idsOf(ids)).toBe(ids);
});

it('knows a hundred thousand, and long ones', () => {
  const ids = new Ids();
  const idOf = (at: number) => at.toString(16).padStart(64, '0');
  for (let at = 0; at < 100_000; at++) ids.add(idOf(at));
  expect(ids.add('x'.repeat(10_000))).toBe(100_000);
  for (let at = 0; at < 100_000; at += 997) expect([ids.find(idOf(at)), ids.at(at)]).toEqual([at, idOf(at)]);
  expect(ids.at(100_000)).toBe('x'.repeat(10_000));
  expect(ids.find(idOf(100_000))).toBeUndefined();
});
