import { expect, it } from 'vitest';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';
import { failed, found, healthy, ROUTE } from './facts.ts';

const judged = (version?: NonNullable<RouteFacts['routeStack']>['version']) => {
  const routeStack = version && { name: 'kubeferry-routes-team-a', hub: 'b2', version };
  return judge(ROUTE, { ...healthy(), ...(routeStack ? { routeStack } : {}) }).filter(
    ({ check }) => check === 'route stack',
  );
};

it('says nothing of a route that is in the stack of the hub, or of one that was deployed with it', () => {
  expect(judged()).toEqual([]);
  expect(judged(found('b2'))).toMatchObject([{ status: 'ok', thing: 'kubeferry-routes-team-a' }]);
});

// Promise: older-route-stack
it.each([
  ['a1', 'version a1'],
  [undefined, 'no version'],
])('names the stack to deploy when the hub was deployed since: %s', (version, said) => {
  expect(judged(found(version))).toEqual([
    {
      check: 'route stack',
      status: 'warning',
      thing: 'kubeferry-routes-team-a',
      found: said,
      sentence: `Stack kubeferry-routes-team-a was deployed with ${said} of the hub, which has version b2 by now: runs of route "prod-to-dev" are still those of the hub before, without what was added or corrected since. Deploy the stack again, after the hub.`,
      fix: 'npx cdk deploy kubeferry-routes-team-a',
    },
  ]);
});

it('says why a stack could not be looked at', () => {
  const message = 'There is no stack "kubeferry-routes-team-a".';
  expect(judged(failed('NotFound', message))).toMatchObject([{ status: 'unknown', sentence: message }]);
});
