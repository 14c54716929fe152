/** Who of a team may do what along a route, as data: policies, the local people and the page are made from it. */

export const GROUPS = ['viewer', 'developer', 'approver', 'operator'] as const;
export type Group = (typeof GROUPS)[number];

/** What names no route: `METHOD/path` as execute-api has it. */
const ANYWHERE = ['GET/routes', 'GET/me', 'GET/openapi.json'];

const VIEW = ['GET', 'GET/*'];
const DEVELOP = ['POST/checks', 'POST/clones/*/checks', 'POST/plans', 'POST/clones'];

/** What stands below a route, as `METHOD/path`. */
const BELOW: Record<Group, readonly string[]> = {
  viewer: VIEW,
  developer: [...VIEW, ...DEVELOP],
  approver: [...VIEW, 'POST/clones/*/approve'],
  // Not the approval: nobody who may clone lets their own clone through.
  operator: [
    ...VIEW,
    ...DEVELOP,
    'POST/clones/*/stop',
    'POST/clones/*/retry',
    'POST/clones/*/clean-up',
    'DELETE/clones/*',
    'POST/captures',
    'DELETE/captures/*',
    'POST/schedules',
    'PUT/schedules/*',
    'DELETE/schedules/*',
  ],
};

/** The rights of a group on routes, as `METHOD/path` below the stage of the API. */
export function rightsOf(group: Group, routes: readonly string[]): string[] {
  const onRoute = (route: string) =>
    BELOW[group].map((right) => {
      const [method, ...path] = right.split('/');
      return [method, 'routes', route, ...path].join('/');
    });
  return [...ANYWHERE, ...routes.flatMap(onRoute)];
}
