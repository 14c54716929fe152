import { expect, it } from 'vitest';
import { aksProblems } from '../../../../core/base/request/aks-problems.ts';
import type { Request } from '../../../../core/base/request/request.ts';

const REQUEST = { onConflict: 'refresh', migrate: {} } as unknown as Pick<Request, 'onConflict' | 'migrate'>;
const at = (source: 'aks' | undefined, target: 'aks' | undefined) =>
  aksProblems(REQUEST, { name: 'r', source: { kind: source }, target: { kind: target } } as never).map(
    (each) => each.at,
  );

it('refuses of a route with an end in AKS, all at once, what no run does there', () => {
  expect(at(undefined, 'aks')).toEqual(['onConflict', 'migrate']);
  expect(at('aks', undefined)).toEqual(['migrate']);
  expect(at(undefined, undefined)).toEqual([]);
});
