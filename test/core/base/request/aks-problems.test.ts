import { expect, it } from 'vitest';
import { aksProblems } from '../../../../core/base/request/aks-problems.ts';
import type { Request } from '../../../../core/base/request/request.ts';

const REQUEST = { onConflict: 'refresh', migrate: {} } as unknown as Pick<Request, 'migrate'>;
const at = (source: 'aks' | undefined, target: 'aks' | undefined) =>
  aksProblems(REQUEST, { name: 'r', source: { kind: source }, target: { kind: target } } as never).map(
    (each) => each.at,
  );

it('refuses of a route into AKS rounds alone, and nothing of one from AKS', () => {
  expect(at(undefined, 'aks')).toEqual(['migrate']);
  expect(at('aks', undefined)).toEqual([]);
  expect(at(undefined, undefined)).toEqual([]);
});
