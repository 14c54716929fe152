import { describe, expect, it } from 'vitest';
import { matches, selectorIn } from '../../../../core/translate/graph/match-labels.ts';

const web = { app: 'web', tier: 'front' };

/** By https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements */
describe('a selector with expressions', () => {
  it.each<[string, object, boolean]>([
    ['a key that is there', { key: 'app', operator: 'Exists' }, true],
    ['a key that is missing', { key: 'env', operator: 'Exists' }, false],
    ['the lack of a key that is missing', { key: 'env', operator: 'DoesNotExist' }, true],
    ['the lack of a key that is there', { key: 'app', operator: 'DoesNotExist' }, false],
    ['one of the values', { key: 'app', operator: 'In', values: ['api', 'web'] }, true],
    ['other values', { key: 'app', operator: 'In', values: ['api'] }, false],
    ['a value of a key that is missing', { key: 'env', operator: 'In', values: ['prod'] }, false],
    ['none of the values', { key: 'app', operator: 'NotIn', values: ['api'] }, true],
    ['not its own value', { key: 'app', operator: 'NotIn', values: ['web'] }, false],
    ['not a value of a key that is missing', { key: 'env', operator: 'NotIn', values: ['prod'] }, true],
    ['what no operator is', { key: 'app', operator: 'Near', values: ['api'] }, false],
  ])('that asks for %s: %j -> %s', (_, expression, is) => {
    const selector = selectorIn({ matchLabels: { tier: 'front' }, matchExpressions: [expression] }, 'selector')!;
    expect(matches(web, selector)).toBe(is);
    expect(matches({ ...web, tier: 'back' }, selector)).toBe(false);
  });

  it('selects by all of its labels and all of its expressions', () => {
    const both = { key: 'app', operator: 'Exists' };
    const selector = selectorIn({ matchExpressions: [both, { key: 'env', operator: 'Exists' }] }, 'selector')!;
    expect(matches(web, selector)).toBe(false);
    expect(matches({ ...web, env: 'test' }, selector)).toBe(true);
  });
});

describe('an empty selector', () => {
  it('selects nothing as a map of labels, and everything as a LabelSelector', () => {
    expect(selectorIn({}, 'labels')).toBeUndefined();
    expect(matches(web, selectorIn({}, 'selector')!)).toBe(true);
    expect(matches(web, selectorIn({ app: 'web' }, 'labels')!)).toBe(true);
    expect(matches(web, selectorIn({ app: 'api' }, 'labels')!)).toBe(false);
  });

  it('is none where the field holds no selector', () => {
    for (const value of [undefined, null, 'app=web', ['app']]) expect(selectorIn(value, 'selector')).toBeUndefined();
  });

  it('takes what is malformed within for absent', () => {
    const selector = selectorIn(
      { matchLabels: 'app', matchExpressions: [{ key: 'app', operator: 'In' }, 'app'] },
      'selector',
    );
    expect(selector).toEqual({ matchLabels: {}, matchExpressions: [{ key: 'app', operator: 'In', values: [] }] });
  });
});
