import { expect, it } from 'vitest';
import type { Route } from '../../../../core/base/request/route.ts';
import { clusterRights, movedNamespaces } from '../../../../core/serve/doctor/cluster-rights.ts';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { failed, found, healthy, notAsked, ROUTE } from './facts.ts';

const notOk = (facts: RouteFacts, route = ROUTE) => judge(route, facts).filter(({ status }) => status !== 'ok');

// Promise: other-clusters-by-their-own-rights
it('says of a source that is none of EKS how it is let in, and nothing of access entries', () => {
  const endpoint = 'https://k8s.example.com:6443';
  const secret = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:factory-AbCdEf';
  const route = { ...ROUTE, source: { ...ROUTE.source, kind: 'kubernetes' as const, endpoint, secret } };
  const facts = healthy();
  expect(notOk(facts, route)).toEqual([]);
  const broken = (source: Partial<RouteFacts['source']>) => {
    const { source: healthySource, ...rest } = healthy();
    return notOk({ ...rest, source: { ...healthySource, ...source } }, route)
      .filter(({ status }) => status === 'broken')
      .map(({ check, fix }) => [check, fix]);
  };
  const unknown = { entry: notAsked, inside: notAsked, rights: notAsked };
  expect(broken({ cluster: failed('ClusterRejectedToken'), ...unknown })).toEqual([
    ['source cluster', 'npm run -s kubeferry -- rbac'],
  ]);
  expect(broken({ cluster: failed('ClusterUnreachable'), ...unknown })).toEqual([
    ['source cluster', expect.stringContaining('connector')],
  ]);
  const grant = 'npm run -s kubeferry -- rbac | kubectl apply -f -';
  expect(broken({ inside: failed('AccessDenied') })).toEqual([['source entry', grant]]);
  const denied = found([{ action: 'list *.*', answer: 'denied' as const, said: 'RBAC has no rule for it.' }]);
  expect(broken({ rights: denied })).toEqual([['source rights', grant]]);
  const noJobs = found([{ action: 'create jobs.batch in shop', answer: 'denied' as const, said: 'RBAC has no rule.' }]);
  const grantJobs = 'npm run -s kubeferry -- rbac --mover shop | kubectl apply -f -';
  expect(broken({ rights: noJobs })).toEqual([['source rights', grantJobs]]);
});

it('asks for the Jobs of a route that allows them, in the namespaces that it names', async () => {
  const asked: unknown[] = [];
  const create = async ({ spec }: KubeObject) => {
    asked.push((spec as { resourceAttributes: unknown }).resourceAttributes);
    return { status: { allowed: true } } as unknown as KubeObject;
  };
  const mover = { image: 'restic@sha256:0', hours: 4, memory: '1Gi' };
  const source = { kind: 'kubernetes', mover } as Route['source'];
  const named = { source, limits: { namespaces: ['shop'] } };
  await clusterRights(async () => ({ create }), movedNamespaces(named)).tryOut();
  expect(asked).toEqual([
    { group: '*', resource: '*', verb: 'list' },
    ...['create', 'patch', 'delete'].map((verb) => ({ group: 'batch', resource: 'jobs', verb, namespace: 'shop' })),
    ...['create', 'patch', 'delete'].map((verb) => ({ group: '', resource: 'secrets', verb, namespace: 'shop' })),
    { group: '', resource: 'persistentvolumeclaims', verb: 'create', namespace: 'shop' },
    { group: 'snapshot.storage.k8s.io', resource: 'volumesnapshots', verb: 'create', namespace: 'shop' },
  ]);
  expect(movedNamespaces({ ...named, source: { kind: 'kubernetes' } as Route['source'] })).toEqual([]);
});
