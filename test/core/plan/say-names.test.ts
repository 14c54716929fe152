import { expect, it } from 'vitest';
import { sayNames } from '../../../core/plan/say-names.ts';

it('says which namespaces a plan copies, and under which names, whatever they are called', () => {
  const namespaces = ['shop', 'constructor', 'pay'];
  expect(sayNames({ namespaces, mapped: { shop: 'shop-dev' } })).toBe('shop as shop-dev, constructor, pay');
  expect(sayNames({})).toBe('');
});
