import { describe, expect, it } from 'vitest';
import { planCluster } from '../../../../../core/plan/cluster/plan-cluster.ts';
import { casesOf, expectFindings } from '../aks/aks-cases.ts';
import { role, route, TARGET, target } from '../some-cluster.ts';

/** Everything is offered there, and roles may be taken: what is not, is tried elsewhere. */
const there = {
  ...target,
  offeredTypes: async (types: string[]) => types,
  trustPolicy: async (arn: string) => {
    const Service = arn.endsWith('/node') ? 'ec2.amazonaws.com' : 'eks.amazonaws.com';
    return { Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } };
  },
};

it('takes the counterparts that a route names in any letter case, as Azure has one thing for all', async () => {
  const [found] = casesOf('from-aks').filter(({ name }) => name === 'mapped-by-the-route');
  const { cluster, create } = found!;
  const named = (map: Record<string, string | null>) =>
    planCluster(
      route({ nodeRoleArn: role(TARGET, 'node'), ...create, map }),
      'run-1',
      { read: async () => ({ cluster, federatedCredentials: [] }) },
      there,
    );
  const map = create.map as Record<string, string | null>;
  const isOfAzure = (name: string) => /^\/subscriptions|^Standard_|^g-/.test(name);
  const shouted = Object.entries(map).map(([name, to]) => [isOfAzure(name) ? name.toUpperCase() : name, to]);
  expect(await named(Object.fromEntries(shouted))).toEqual(await named(map));
});

// Promise: aks-cluster-copied
describe.each(casesOf('from-aks'))('a cluster of AKS: $name', ({ cluster, create, expected }) => {
  const planned = () =>
    planCluster(
      route({ nodeRoleArn: role(TARGET, 'node'), map: {}, ...create }),
      'run-1',
      { read: async () => ({ cluster, federatedCredentials: [] }) },
      there,
    );

  it('becomes one of EKS', async () => {
    const { plan } = await planned();
    for (const [part, wanted] of Object.entries(expected.blueprint))
      expect({ [part]: plan.blueprint[part as keyof typeof plan.blueprint] }).toMatchObject({ [part]: wanted });
  });

  it('has a word on what is otherwise, and on no more', async () =>
    expectFindings((await planned()).findings, expected));
});
