import { expect, it } from 'vitest';
import { wordsIn, wordsOf } from './words.ts';

it('says in every text, name and comment what people of the field say', () => {
  expect(wordsOf().join('\n')).toBe('');
});

it('finds a word that a line break parts, with its line and the better one', () => {
  expect(wordsIn('a.ts', '/**\n * One.\n * An object stays\n * behind.\n */')).toEqual([
    'a.ts:3: "stays behind" -> is not copied',
  ]);
});
