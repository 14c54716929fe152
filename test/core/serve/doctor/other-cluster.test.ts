import { expect, it } from 'vitest';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';
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
});
