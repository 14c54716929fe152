import { expect, it } from 'vitest';
import type { Route } from '../../../../core/base/request/route.ts';
import { findQuiesceObstacles } from '../../../../core/plan/quiesce/may-quiesce.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const workload = (namespace: string) => ({ metadata: { name: 'web', namespace } }) as KubeObject;
const request = (hooksIn: string[] = []) =>
  ({ quiesce: { scaleToZero: true, hooks: hooksIn.map((namespace) => ({ namespace })) } }) as never;

interface Review {
  resource: string;
  namespace: string;
}

/** What is found where the cluster lets runs do so much; and what it was asked. */
async function found(kind: 'aks' | 'eks' | 'kubernetes', allowed: string[], hooksIn: string[] = []) {
  const asked: string[] = [];
  const create = async (object: KubeObject) => {
    const { resource, namespace } = (object.spec as { resourceAttributes: Review }).resourceAttributes;
    asked.push(`${resource} in ${namespace}`);
    return { ...object, status: { allowed: allowed.includes(`${resource} in ${namespace}`) } } as KubeObject;
  };
  const route = { source: { kind, cluster: 'prod' } } as Pick<Route, 'source'>;
  const scaled = ['shop', 'shop', 'pay'].map(workload);
  const findings = await findQuiesceObstacles({ create } as never, route, request(hooksIn), scaled);
  return { asked, findings: findings.map(({ severity, sentence }) => `${severity}: ${sentence}`) };
}

it('blocks a plan whose source would not let its workloads be scaled, namespace by namespace, with the way out', async () => {
  const { asked, findings } = await found('aks', ['deployments in pay']);
  expect(asked.toSorted()).toEqual(['deployments in pay', 'deployments in shop']);
  expect(findings).toEqual([
    expect.stringMatching(/^blocker: Cluster "prod" .* namespace shop,.*--quiesce shop prints/),
  ]);
});

it('asks for what hooks need as well', async () => {
  const { findings } = await found('kubernetes', ['deployments in pay', 'deployments in shop'], ['shop']);
  expect(findings).toHaveLength(1);
  expect(
    (await found('kubernetes', ['deployments in pay', 'deployments in shop', 'pods in shop'], ['shop'])).findings,
  ).toEqual([]);
});

it('asks nothing of a cluster of EKS, which lets the access entry of a run quiesce', async () => {
  expect(await found('eks', [])).toEqual({ asked: [], findings: [] });
});
