import { DEPLOYED } from '../../core/base/request/deployed-files.ts';
import type { Route } from '../../core/base/request/route.ts';

/** The routes as a file beside the code of a function; in which stack a route is, is of no use to its runs. */
export const routesFile = (routes: readonly Route[]): Record<string, string> => ({
  [DEPLOYED.routes]: JSON.stringify(routes.map(({ stack: _, ...route }) => route)),
});
