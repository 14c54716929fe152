import { expect, it } from 'vitest';
import { GROUPS, type Group } from '../../../../core/base/access/groups.ts';
import { policyOf } from '../../../../core/base/access/policy.ts';
import { keyOf, OPERATIONS } from '../../../../core/serve/api/operations.ts';
import { evaluate } from '../../../../emulator/aws/iam/evaluate.ts';

const HUB = { account: '111122223333', region: 'eu-west-1', api: 'abcdefghij' };
const ME = 'arn:aws:iam::111122223333:role/me';

/** What of the whole API the policy of a group on prod-to-dev lets through when it is called on `route`. */
function allowed(group: Group, route: string): string[] {
  const policy = policyOf(group, ['prod-to-dev'], HUB);
  return OPERATIONS.filter(({ method, path }) => {
    const called = `${method}${path.replace('{route}', route).replace('{id}', 'run-1')}`;
    return evaluate({
      principal: { account: HUB.account, arn: ME, principalArn: ME },
      action: 'execute-api:Invoke',
      resource: `arn:aws:execute-api:eu-west-1:111122223333:abcdefghij/$default/${called}`,
      context: new Map(),
      identity: [policy],
    }).allowed;
  }).map(keyOf);
}

const ROUTE = '/routes/{route}';
const ANYWHERE = ['GET /routes', 'GET /me', 'GET /openapi.json'];
const SEE = OPERATIONS.filter(({ method, path }) => method === 'GET' && path.startsWith(ROUTE)).map(keyOf);
const DEVELOP = [
  `POST ${ROUTE}/checks`,
  `POST ${ROUTE}/plans`,
  `POST ${ROUTE}/clones`,
  `POST ${ROUTE}/clones/{id}/checks`,
];

// Promise: groups-as-data
it.each<[Group, string[]]>([
  ['viewer', SEE],
  ['developer', [...SEE, ...DEVELOP]],
  ['approver', [...SEE, `POST ${ROUTE}/clones/{id}/approve`]],
  [
    'operator',
    [
      ...SEE,
      ...DEVELOP,
      `POST ${ROUTE}/clones/{id}/stop`,
      `POST ${ROUTE}/clones/{id}/retry`,
      `POST ${ROUTE}/clones/{id}/clean-up`,
      `DELETE ${ROUTE}/clones/{id}`,
      `POST ${ROUTE}/captures`,
      `DELETE ${ROUTE}/captures/{id}`,
      `POST ${ROUTE}/schedules`,
      `PUT ${ROUTE}/schedules/{id}`,
      `DELETE ${ROUTE}/schedules/{id}`,
    ],
  ],
])('lets a %s through to exactly that, of all operations', (group, expected) => {
  expect(allowed(group, 'prod-to-dev').toSorted()).toEqual([...ANYWHERE, ...expected].toSorted());
});

it.each(['dev-to-prod', 'prod-to-dev-2', 'prod'])('lets no group through to anything of the route %s', (route) => {
  for (const group of GROUPS) expect(allowed(group, route).toSorted()).toEqual(ANYWHERE.toSorted());
});

it('lets the command look the API up in the stack of the hub, and in no other', () => {
  const [look] = policyOf('viewer', [], { ...HUB, region: 'cn-north-1' }).Statement;
  expect(look).toEqual({
    Effect: 'Allow',
    Action: 'cloudformation:DescribeStacks',
    Resource: 'arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/kubeferry-hub/*',
  });
});
