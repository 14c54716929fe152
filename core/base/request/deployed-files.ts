/** Files beside the code of the functions that know the routes: an environment has 4 KB, and 500 routes take hundreds. */
export const DEPLOYED = {
  /** The routes, as they travel with a run. */
  routes: 'routes.json',
  /** By route the versions of its member stacks, by side. */
  versions: 'member-versions.json',
  /** By route the stack that it is in, where that is not the hub's, and the version of what the hub hands over to such stacks. */
  stacks: 'route-stacks.json',
} as const;

/** Which routes are in stacks of their own, and the version of what the hub hands over to these. */
export interface RouteStacks {
  version: string;
  /** Route -> name of its stack. */
  stacks: Record<string, string>;
}
