import { expect, it } from 'vitest';
import { expectWithinQuotas } from './quotas.ts';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, synthesize } from './synthesize.ts';

const SOURCE = { account: '222233334444', region: 'us-east-1' };
const ROLE = 'kubeferry-source-us-east-1';

/** Routes that quiesce, from so many clusters of one account; what the role of that account may do with its entry in a cluster. */
function fromMany(count: number) {
  const routes = Array.from({ length: count }, (_, at) => ({
    name: `route-${at}`,
    stack: `team-${at % 12}`,
    mayQuiesce: true,
    source: { ...SOURCE, cluster: `production-${at}` },
    target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
  }));
  const stacks = synthesize({ ...CONFIG, routes });
  const world = worldOf(stacks, CONFIG.hub);
  const role = world.roles.get(`arn:aws:iam::${SOURCE.account}:role/${ROLE}`)!;
  const may = (action: string, cluster: string, who = ROLE) =>
    isAllowed(world, role, {
      action: `eks:${action}`,
      resource: `arn:aws:eks:us-east-1:222233334444:access-entry/${cluster}/role/222233334444/${who}/id`,
    });
  return { stacks, may };
}

// Promise: own-entries-alone
it('lets a role touch its entries in the clusters of its routes and in no other, as long as IAM has room for their names', () => {
  const { stacks, may } = fromMany(40);
  expectWithinQuotas(stacks);
  for (const action of ['DeleteAccessEntry', 'ListAssociatedAccessPolicies']) {
    expect([may(action, 'production-0'), may(action, 'production-39')]).toEqual([true, true]);
    expect([may(action, 'production-40'), may(action, 'payroll')]).toEqual([false, false]);
    expect(may(action, 'production-0', 'admin')).toBe(false);
  }
});

it('lets it touch its own entry in any cluster, and no other, where there are more clusters than names fit', () => {
  const { stacks, may } = fromMany(120);
  expectWithinQuotas(stacks);
  expect(may('DeleteAccessEntry', 'production-119')).toBe(true);
  expect(may('DeleteAccessEntry', 'production-119', 'admin')).toBe(false);
});
