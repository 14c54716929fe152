import { HUB_STACK } from '../core/base/run/names.ts';
import type { PolicyDocument } from '../emulator/aws/iam/policy.ts';
import type { Services } from '../emulator/aws/services.ts';
import type { Credentials } from '../emulator/base/records.ts';
import type { Home } from './route.ts';

/** Whom a team has: each a user of the hub's account with rights on the API alone (docs/pipelines/README.md). */
export type Person = 'viewer' | 'developer' | 'approver' | 'operator';

/** `METHOD/path` below a route, as execute-api names it; `*` for any method. */
const MAY: Record<Person, string[]> = {
  viewer: ['GET', 'GET/*'],
  developer: ['GET', 'GET/*', 'POST/plans', 'POST/clones', 'POST/checks'],
  approver: ['GET', 'GET/*', 'POST/clones/*/approve'],
  operator: ['*', '*/*'],
};

/** Users whose every call is judged by the policy that they have. */
export function createPeople({ iam }: Services, home: Home): Record<Person, Credentials> {
  const user = (person: Person) => iam.createUser(home.hub.account, person, [policyOf(person, home)]);
  return {
    viewer: user('viewer'),
    developer: user('developer'),
    approver: user('approver'),
    operator: user('operator'),
  };
}

/** The whole policy of one person, for all routes of the hub. */
export function policyOf(person: Person, { hub, routes }: Pick<Home, 'hub' | 'routes'>): PolicyDocument {
  const api = `arn:aws:execute-api:${hub.region}:${hub.account}:*/$default`;
  const onRoute = (route: string) =>
    MAY[person].map((right) => {
      const [method = '', ...path] = right.split('/');
      return [`${api}/${method}/routes/${route}`, ...path].join('/');
    });
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: [`${api}/GET/routes`, ...routes.flatMap(onRoute)] },
      {
        Effect: 'Allow',
        Action: 'cloudformation:DescribeStacks',
        Resource: `arn:aws:cloudformation:${hub.region}:${hub.account}:stack/${HUB_STACK}/*`,
      },
    ],
  };
}
