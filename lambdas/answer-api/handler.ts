import { randomUUID } from 'node:crypto';
import { s3FileLinks } from '../../adapters/aws/file-links.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { stepFunctionsRuns } from '../../adapters/aws/runs.ts';
import { eventBridgeSchedules } from '../../adapters/aws/schedules.ts';
import { answer } from '../../core/serve/api/answer.ts';
import { LINK_SECONDS } from '../../core/serve/api/list-files.ts';
import { createMemory } from '../../core/serve/api/memory.ts';
import { rememberedRuns } from '../../core/serve/api/remembered-runs.ts';
import { rememberedStore } from '../../core/serve/api/remembered-store.ts';
import { ownCredentials, required } from '../_shared/environment.ts';
import { httpHandler } from '../_shared/http.ts';
import { routeStackOf } from '../_shared/route-stack.ts';
import { deployedRoutes } from '../_shared/routes.ts';

/** Answers pipelines and the command line. */
export const handler = httpHandler('answer-api', (request) => answer(request, tools()));

const clock = { now: () => new Date() };
/** Of one function that is warm. */
const memory = createMemory(clock);

const tools = () => ({
  routes: deployedRoutes(),
  runs: rememberedRuns(stepFunctionsRuns({ prefix: required('KUBEFERRY_STATES') }), memory),
  schedules: eventBridgeSchedules({ prefix: required('KUBEFERRY_STATES') }),
  store: rememberedStore(s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') }), memory),
  newId: randomUUID,
  clock,
  memory,
  routeStack: routeStackOf,
  fileLinks: s3FileLinks({
    bucket: required('KUBEFERRY_BUCKET'),
    region: required('AWS_REGION'),
    credentials: ownCredentials,
    seconds: LINK_SECONDS,
  }),
});
