import { describe, expect, it } from 'vitest';
import { circleFindings, orderFindings } from '../../../core/plan/order-findings.ts';
import { orderOfObjects } from '../../../core/translate/graph/object-order.ts';
import { rowsOf } from '../../../core/translate/tables/references/row.ts';
import { waveOf } from '../../../core/translate/waves.ts';

const row = rowsOf('the request');
const said = (...pairs: [from: string, to: string][]) =>
  orderFindings(pairs.map(([from, to]) => row(from, 'spec.name', to))).map(({ sentence }) => sentence);

it('says nothing of needs that the order fulfils', () => {
  expect(said(['example.com/Queue', 'example.com/Broker'], ['apps/Deployment', 'example.com/Broker'])).toEqual([]);
});

it('puts a kind of the request after what it needs', () => {
  const references = [row('example.com/Queue', 'spec.broker', 'cert-manager.io/Certificate')];
  const queue = { apiVersion: 'example.com/v1', kind: 'Queue', name: 'a' };
  expect(waveOf(queue, { references }).wave).toBe('164-third-custom-resources');
  expect(waveOf(queue).wave).toBe('160-custom-resources');
});

// Promise: needed-before
it('names kinds that need each other, with which comes first', () => {
  expect(said(['example.com/A', 'example.com/B'], ['example.com/B', 'example.com/A'])).toEqual([
    'By selection.references, example.com/B needs example.com/A: they need each other, and example.com/B is applied first.',
  ]);
});

it('names what built-in kinds cannot wait for', () => {
  expect(said(['/ConfigMap', 'example.com/A'])).toEqual([
    'By selection.references, /ConfigMap needs example.com/A: /ConfigMap is applied first, since built-in kinds keep their order.',
  ]);
});

it('names kinds beyond the eighth', () => {
  const kinds = [...'ABCDEFGHI'].map((kind) => `example.com/${kind}`);
  expect(said(...kinds.slice(1).map((kind, at): [string, string] => [kind, kinds[at]!]))).toEqual([
    expect.stringContaining('example.com/I needs example.com/H: they are applied together'),
  ]);
});

describe('the order of single custom resources', () => {
  const orderOf = (needs: Record<string, string[]>) => circleFindings(orderOfObjects(needs, () => 0));
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => [`example.com/Step shop/${at + 1}`, [`example.com/Step shop/${at}`]]),
    );

  it('names those that need each other', () => {
    const found = orderOf({
      'example.com/A shop/a': ['example.com/B shop/b'],
      'example.com/B shop/b': ['example.com/A shop/a'],
    });
    expect(found.map(({ severity, sentence }) => `${severity}: ${sentence}`)).toEqual([
      'info: example.com/A shop/a, example.com/B shop/b need each other: they are applied together, and their controllers have to wait for each other as at the source.',
    ]);
  });

  it('says how many are deeper than there are waves, and is quiet of eight', () => {
    expect(orderOf(chain(7))).toEqual([]);
    expect(orderOf(chain(9)).map(({ sentence }) => sentence)).toEqual([
      '2 custom resources need others more than 8 deep: they are applied together, the first is example.com/Step shop/8.',
    ]);
  });
});
