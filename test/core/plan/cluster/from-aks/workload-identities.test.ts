import { describe, expect, it } from 'vitest';
import type { TrustPolicy } from '../../../../../core/base/ports/trust-policy.ts';
import type { NewCluster } from '../../../../../core/base/request/route.ts';
import { planCluster } from '../../../../../core/plan/cluster/plan-cluster.ts';
import { planWorkloadRoles } from '../../../../../core/plan/cluster/plan-workload-roles.ts';
import { trustOf } from '../../../../../core/plan/cluster/trust.ts';
import { roleAccounts } from '../../../../../core/plan/cluster/workload-roles.ts';
import { role, route, source, TARGET, target } from '../some-cluster.ts';

describe('a service account that takes a workload identity of AKS', () => {
  const CLIENT = 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f';
  const planOf = async (map: NewCluster['map'], roles: Record<string, string> = {}) => {
    const given = route({ serviceAccountRoles: 'pod-identity', map });
    const { create } = given.target as { create: NewCluster };
    const index = { roleAccounts: [{ namespace: 'shop', name: 'orders', role: CLIENT }] };
    const accounts = roleAccounts(index, { namespaces: {}, roles }, create);
    const { blueprint } = (await planCluster(given, 'run-1', source, target)).plan;
    const trust: TrustPolicy = { Version: '2012-10-17', Statement: [trustOf('pod')].flat() };
    const factory = { addonAccounts: async () => [], roles: async () => [], trustPolicy: async () => trust };
    return planWorkloadRoles({ cluster: 'dev', blueprint, accounts, create, factory });
  };

  // Promise: aks-cluster-copied
  it('gets an association with the role that the route names for its client id', async () => {
    const { blueprint: made, findings } = await planOf(
      { [CLIENT]: role(TARGET, 'web') },
      { [CLIENT]: role(TARGET, 'web') },
    );
    expect(made.podIdentities).toMatchObject([{ serviceAccount: 'orders', roleArn: role(TARGET, 'web') }]);
    expect(findings).toEqual([]);
  });

  it('is a blocker that says so where the route names none, and none where it goes without', async () => {
    expect((await planOf({})).findings).toMatchObject([
      {
        severity: 'blocker',
        path: '/metadata/annotations/azure.workload.identity~1client-id',
        sentence: expect.stringContaining(`workload identity ${CLIENT}, whose counterpart`),
      },
    ]);
    expect((await planOf({ [CLIENT]: null })).findings).toEqual([]);
  });
});
