import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { functionConcurrency } from '../../adapters/aws/function-concurrency.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { queueDepth } from '../../adapters/aws/queue-depth.ts';
import { DEPLOYED } from '../../core/base/request/deployed-files.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { CHECK_OPERATION } from '../../core/serve/api/check-operation.ts';
import { checkRoute } from '../../core/serve/api/check-route.ts';
import { listMembers } from '../../core/serve/api/list-members.ts';
import { MEMBERS_OPERATION } from '../../core/serve/api/member-schemas.ts';
import { keyOf } from '../../core/serve/api/operations.ts';
import { checkClone } from '../../core/serve/check/check-clone.ts';
import type { DoctorTools } from '../../core/serve/doctor/gather.ts';
import { deployedFile } from '../_shared/deployed-file.ts';
import { ownCredentials, required } from '../_shared/environment.ts';
import { httpHandler } from '../_shared/http.ts';
import { routeStackOf } from '../_shared/route-stack.ts';
import { deployedRoutes } from '../_shared/routes.ts';
import { checkTools } from './check-tools.ts';
import { endOf } from './end.ts';
import { publish } from './links.ts';

/** Checks a route for `kubeferry doctor` and a clone for `kubeferry check`, and says how its ends are linked: it has the rights of a run's functions, and none to make anything. */
export const handler = httpHandler('examine-route', (request) => {
  if (request.key === keyOf(MEMBERS_OPERATION)) return listMembers(request, tools());
  if (request.key === keyOf(CHECK_OPERATION)) return checkClone(request, checkTools());
  return checkRoute(request, tools());
});

const tools = () => ({
  routes: deployedRoutes(),
  now: () => new Date().toISOString(),
  newId: randomUUID,
  doctor,
  publish,
});

const doctor = (visit: Clone): DoctorTools => ({
  store: s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') }),
  now: () => new Date(),
  sleep,
  take: (side) => endOf(visit, side),
  versions: z.object({ source: z.string(), target: z.string() }).parse(versionsOf(visit.route.name)),
  routeStack: routeStackOf(visit.route.name),
  concurrency: () => functionConcurrency(here()),
  undelivered: () => queueDepth(here(), required('KUBEFERRY_UNDELIVERED')),
});

const here = () => ({ region: required('AWS_REGION'), credentials: ownCredentials });

const versionsOf = (route: string) => z.record(z.string(), z.unknown()).parse(deployedFile(DEPLOYED.versions))[route];
