import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../core/serve/api/operations.ts';
import { evaluate } from '../../emulator/aws/iam/evaluate.ts';
import type { PolicyDocument } from '../../emulator/aws/iam/policy.ts';
import { ofType, synthesize } from '../lib/synthesize.ts';
import { examplesOf } from './examples.ts';

const policies = examplesOf('docs/team.md') as Record<string, PolicyDocument>;
const ME = 'arn:aws:iam::111122223333:role/me';
const API = 'arn:aws:execute-api:eu-west-1:111122223333:abcdefghij/$default';

const LOOK = [
  'GET /routes/{route}',
  'GET /routes/{route}/workloads',
  'GET /routes/{route}/plans/{id}',
  'GET /routes/{route}/plans/{id}/objects',
  'GET /routes/{route}/clones',
  'GET /routes/{route}/clones/{id}',
  'GET /routes/{route}/clones/{id}/events',
  'GET /routes/{route}/clones/{id}/evidence',
  'GET /routes/{route}/clones/{id}/report',
  'GET /routes/{route}/clones/{id}/objects',
  'GET /routes/{route}/clones/{id}/files',
  'GET /routes/{route}/clones/{id}/roll-back',
  'GET /routes/{route}/members',
  'GET /routes/{route}/summary',
  'GET /routes/{route}/costs',
  'GET /routes/{route}/lineages',
  'GET /routes/{route}/backups',
  'GET /routes/{route}/captures',
  'GET /routes/{route}/schedules',
  'GET /routes/{route}/schedules/{id}',
];
const PLAN = [...LOOK, 'POST /routes/{route}/checks', 'POST /routes/{route}/plans'];
const CLONE = [...PLAN, 'POST /routes/{route}/clones'];
const OPERATE = [
  ...CLONE,
  'POST /routes/{route}/clones/{id}/stop',
  'POST /routes/{route}/clones/{id}/retry',
  'POST /routes/{route}/clones/{id}/clean-up',
  'DELETE /routes/{route}/clones/{id}',
  'POST /routes/{route}/captures',
  'DELETE /routes/{route}/captures/{id}',
  'POST /routes/{route}/schedules',
  'PUT /routes/{route}/schedules/{id}',
  'DELETE /routes/{route}/schedules/{id}',
];

/** The API as it is deployed: every path of the synthesized template. */
const paths = ofType(synthesize()['kubeferry-hub']!, 'AWS::ApiGatewayV2::Route').map(
  ([, { Properties }]) => Properties.RouteKey as string,
);

const allows = (policy: PolicyDocument, action: string, resource: string) =>
  evaluate({
    principal: { account: '111122223333', arn: ME, principalArn: ME },
    action,
    resource,
    context: new Map(),
    identity: [policy],
  }).allowed;

/** What of the API a policy lets through on one route. */
const allowed = (policy: PolicyDocument, route: string) =>
  paths.filter((path) => {
    const [method, rest = ''] = path.split(' ');
    const resource = `${API}/${method}${rest.replace('{route}', route).replace('{id}', 'run-1')}`;
    return allows(policy, 'execute-api:Invoke', resource);
  });

describe('the policy of the page for whoever may', () => {
  it.each([
    ['plan', PLAN],
    ['clone', CLONE],
    ['approve', [...LOOK, 'POST /routes/{route}/clones/{id}/approve']],
    ['operate', OPERATE],
  ])('%s lets through exactly that, on its route alone', (title, expected) => {
    const policy = policies[title]!;
    expect(allowed(policy, 'prod-to-dev').toSorted()).toEqual(expected.toSorted());
    for (const other of ['prod-to-dev-2', 'dev-to-prod', 'prod']) expect(allowed(policy, other)).toEqual([]);
    const stack = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/kubeferry-hub/1';
    expect(allows(policy, 'cloudformation:DescribeStacks', stack)).toBe(true);
    expect(allows(policy, 'cloudformation:DescribeStacks', stack.replace('-hub', '-other'))).toBe(false);
  });

  it('has no policy that the table above does not judge, and the API no path that is not looked at', () => {
    expect(Object.keys(policies)).toEqual(['plan', 'clone', 'approve', 'operate']);
    expect(paths.toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});
