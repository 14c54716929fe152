import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLabelSelector as ofProduct } from '../../../core/base/request/label-selector.ts';
import { parseLabelSelector as ofServer } from '../../../emulator/kubernetes/labels/label-selector.ts';

const token = fc.constantFrom(
  'a',
  'b',
  'in',
  'notin',
  '=',
  '==',
  '!=',
  '!',
  '(',
  ')',
  ',',
  '<',
  '>',
  '7',
  '-',
  ' ',
  'x/y',
);
const selector = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(' '));
const label = fc.constantFrom('a', 'b', 'in', '7', '9', '');
const labels = fc.dictionary(fc.constantFrom('a', 'b', 'in', '7', 'x/y'), label);

const answer = (parse: typeof ofProduct, text: string, given: Record<string, string>) => {
  try {
    return parse(text)(given);
  } catch {
    return 'refused';
  }
};

// They share no code: one mistake is in one of them, and the API server of the cluster tests says in which.
it('selects what the product expects a selector to select, and refuses what it refuses', () => {
  fc.assert(
    fc.property(selector, labels, (text, given) => {
      expect(answer(ofServer, text, given)).toBe(answer(ofProduct, text, given));
    }),
    {
      numRuns: 5_000,
      examples: [
        ['a in ( b , , )', {}],
        ['a in ( )', { a: '' }],
        ['! a', { a: '' }],
      ],
    },
  );
});
