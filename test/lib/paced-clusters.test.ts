import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FUNCTIONS } from '../../lib/functions/functions.data.ts';

const handler = (step: string) => readFileSync(`lambdas/${step}/handler.ts`, 'utf8');
const opensSource = (text: string) => /openCluster\(clone, (?:'source'|side)\)|openClusters\(/.test(text);

it('lets each function that asks the source cluster take its turn among others, where a pace says so', () => {
  const asking = FUNCTIONS.filter(({ step }) => opensSource(handler(step)));
  expect(asking.length).toBeGreaterThan(5);
  expect(asking.filter(({ shares = [] }) => !shares.includes('pace/')).map(({ step }) => step)).toEqual([]);
});
