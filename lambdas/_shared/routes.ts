import * as z from 'zod';
import { DEPLOYED } from '../../core/base/request/deployed-files.ts';
import { Route } from '../../core/base/request/route.ts';
import { deployedFile } from './deployed-file.ts';

let routes: Route[] | undefined;

/** The routes that were deployed with this function (lib/functions/routes-file.ts). */
export function deployedRoutes(): Route[] {
  routes ??= z.array(Route).parse(deployedFile(DEPLOYED.routes));
  return routes;
}
