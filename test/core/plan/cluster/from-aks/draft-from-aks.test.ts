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
