import { expect, it } from 'vitest';
import { createIam } from '../../emulator/aws/iam/iam.ts';
import { type Person, rightsOfPerson } from '../../local/people.ts';

const HUB = { account: '111122223333', region: 'eu-west-1' };
const iam = createIam();
const home = { hub: HUB, routes: ['prod-to-dev'] };

/** What the policy of a person says of a call to the API. */
function may(person: Person, call: string): boolean {
  const { accessKeyId } = iam.createUser(HUB.account, person, [rightsOfPerson(person, home)]);
  const caller = iam.credential(accessKeyId)!.caller;
  const resource = `arn:aws:execute-api:${HUB.region}:${HUB.account}:abcdefghij/$default/${call}`;
  const access = { caller, region: HUB.region, action: 'execute-api:Invoke', resource, context: {} };
  return iam.decide(access).allowed;
}

const CALLS = {
  list: 'GET/routes/prod-to-dev/clones',
  report: 'GET/routes/prod-to-dev/clones/clone-1/report',
  plan: 'POST/routes/prod-to-dev/plans',
  clone: 'POST/routes/prod-to-dev/clones',
  approve: 'POST/routes/prod-to-dev/clones/clone-1/approve',
  stop: 'POST/routes/prod-to-dev/clones/clone-1/stop',
  rollback: 'DELETE/routes/prod-to-dev/clones/clone-1',
  schedule: 'PUT/routes/prod-to-dev/schedules/nightly',
};

it.each<[Person, (keyof typeof CALLS)[]]>([
  ['viewer', ['list', 'report']],
  ['developer', ['list', 'report', 'plan', 'clone']],
  ['approver', ['list', 'report', 'approve']],
  ['operator', ['list', 'report', 'plan', 'clone', 'stop', 'rollback', 'schedule']],
])('a %s may %j, and nothing else', (person, allowed) => {
  const names = Object.keys(CALLS) as (keyof typeof CALLS)[];
  expect(names.filter((name) => may(person, CALLS[name]))).toEqual(allowed);
});

it.each<Person>(['viewer', 'developer', 'approver', 'operator'])(
  'a %s may nothing on a route of another hub',
  (person) => {
    for (const call of Object.values(CALLS))
      expect(may(person, call.replace('prod-to-dev', 'prod-to-dev-2'))).toBe(false);
  },
);
