/** Files beside the code of the functions that know the routes: an environment has 4 KB, and 500 routes take hundreds. */
export const DEPLOYED = {
  /** The routes, as they travel with a run. */
  routes: 'routes.json',
  /** By route the versions of its member stacks, by side. */
  versions: 'member-versions.json',
} as const;
