import type { Group } from '../core/base/access/groups.ts';
import { policyOf } from '../core/base/access/policy.ts';
import type { PolicyDocument } from '../emulator/aws/iam/policy.ts';
import type { Services } from '../emulator/aws/services.ts';
import type { Credentials } from '../emulator/base/records.ts';
import type { Home } from './route.ts';

/** Whom a team has: each a user of the hub's account with rights on the API alone (docs/team.md). */
export type Person = Group;

/** Users whose every call is judged by the policy that they have. */
export function createPeople({ iam }: Services, home: Home): Record<Person, Credentials> {
  const user = (person: Person) => iam.createUser(home.hub.account, person, [rightsOfPerson(person, home)]);
  return {
    viewer: user('viewer'),
    developer: user('developer'),
    approver: user('approver'),
    operator: user('operator'),
  };
}

/** The whole policy of one person, for all routes of the hub. */
export const rightsOfPerson = (person: Person, { hub, routes }: Pick<Home, 'hub' | 'routes'>): PolicyDocument =>
  policyOf(person, routes, { ...hub, api: '*' });
