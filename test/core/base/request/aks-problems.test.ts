import { expect, it } from 'vitest';
import { aksProblems } from '../../../../core/base/request/aks-problems.ts';
import type { Request } from '../../../../core/base/request/request.ts';

const REQUEST = {
  onConflict: 'refresh',
  migrate: {},
  volumes: { initializationRate: 300 },
} as unknown as Pick<Request, 'migrate' | 'volumes'>;
const at = (source: 'aks' | undefined, target: 'aks' | undefined) =>
  aksProblems(REQUEST, { name: 'r', source: { kind: source }, target: { kind: target } } as never).map(
    (each) => each.at,
  );

it('refuses of a route into AKS rounds, and a rate at which EBS alone fills volumes, and nothing of one from AKS', () => {
  expect(at(undefined, 'aks')).toEqual(['migrate', 'volumes.initializationRate']);
  expect(at('aks', undefined)).toEqual([]);
  expect(at(undefined, undefined)).toEqual([]);
});
