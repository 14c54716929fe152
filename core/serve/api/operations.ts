/** The API as data: who may call what is said by IAM on method and path, so everything lives under its route. */

import { CAPTURE_OPERATIONS } from './capture-operations.ts';
import { CHECK_OPERATION } from './check-operation.ts';
import { EventList, EventsQuery } from './event-schemas.ts';
import { EVIDENCE_OPERATION } from './evidence-operation.ts';
import { LOOK_OPERATIONS } from './look-operations.ts';
import { ObjectList, ObjectsQuery } from './object-schemas.ts';
import type { Operation } from './operation.ts';
import { SCHEDULE_OPERATIONS } from './schedule-operations.ts';
import {
  ApiRequestBody,
  CleanUpView,
  Decided,
  Decision,
  ListQuery,
  PlanView,
  ReportView,
  RollBackView,
  RouteChecks,
  RouteList,
  RouteView,
  RunList,
  RunView,
  Started,
} from './schemas.ts';
import { Me } from './show-me.ts';
import { SOURCE_OPERATIONS } from './source-operations.ts';
import { StartedRun } from './started-schema.ts';

export type { Operation };

const ROUTE = '/routes/{route}';
const RUN = `${ROUTE}/clones/{id}`;

export const OPERATIONS = [
  {
    id: 'listRoutes',
    method: 'GET',
    path: '/routes',
    summary: 'List all routes',
    description: 'A right of its own, since the answer names every route; who has one route reads that route.',
    status: 200,
    output: RouteList,
  },
  {
    id: 'getRoute',
    method: 'GET',
    path: ROUTE,
    summary: 'Show one route',
    description: 'Its two ends, and its limits.',
    status: 200,
    output: RouteView,
  },
  ...SOURCE_OPERATIONS,
  {
    id: 'checkRoute',
    step: 'examine-route',
    method: 'POST',
    path: `${ROUTE}/checks`,
    summary: 'Check everything that a run needs',
    description:
      'Roles, clusters, keys, rights, quotas and queues, as a run meets them; each broken one with its fix. Enters both clusters and leaves them again, and changes nothing else.',
    status: 200,
    output: RouteChecks,
  },
  {
    id: 'startPlan',
    method: 'POST',
    path: `${ROUTE}/plans`,
    summary: 'Make a plan',
    description: 'Changes nothing but its own way into the clusters. Every mistake of the request is listed at once.',
    status: 202,
    body: ApiRequestBody,
    idempotent: true,
    output: StartedRun,
  },
  {
    id: 'getPlan',
    method: 'GET',
    path: `${ROUTE}/plans/{id}`,
    summary: 'Read a plan',
    description:
      'Every object, every volume, findings, estimates and the hash; of a clone, the plan that it began with.',
    status: 200,
    output: PlanView,
  },
  {
    id: 'listPlanObjects',
    method: 'GET',
    path: `${ROUTE}/plans/{id}/objects`,
    summary: 'Read what a plan does to each object',
    description:
      'Every object with each field that changes, by which rule, before and after, a page at a time; values of Secrets never. The first page counts all objects.',
    status: 200,
    query: ObjectsQuery,
    output: ObjectList,
  },
  {
    id: 'startClone',
    method: 'POST',
    path: `${ROUTE}/clones`,
    summary: 'Start a clone',
    description: 'Every mistake of the request is listed at once, and then nothing is started.',
    status: 202,
    body: ApiRequestBody,
    idempotent: true,
    output: StartedRun,
  },
  {
    id: 'listClones',
    method: 'GET',
    path: `${ROUTE}/clones`,
    summary: 'List the runs of a route',
    description: 'Clones and plans of the last 90 days, however they were started.',
    status: 200,
    query: ListQuery,
    output: RunList,
  },
  {
    id: 'getClone',
    method: 'GET',
    path: RUN,
    summary: 'Show a run',
    description:
      'Status, progress, the time of each step, how far each volume is, when the last may be done, and why it failed.',
    status: 200,
    output: RunView,
  },
  {
    id: 'listEvents',
    method: 'GET',
    path: `${RUN}/events`,
    summary: 'Read what happened in a run',
    description:
      'Of each step when it began and ended, what it waited for and why it failed, a page at a time; also of a roll-back that was started afterwards. Each answer says where to go on, so that a run under way can be followed.',
    status: 200,
    query: EventsQuery,
    output: EventList,
  },
  {
    id: 'getReport',
    method: 'GET',
    path: `${RUN}/report`,
    summary: "Read a run's report",
    description: 'What moved, what was changed by which rule, and what was left behind. Written when the run ends.',
    status: 200,
    output: ReportView,
  },
  EVIDENCE_OPERATION,
  CHECK_OPERATION,
  {
    id: 'listCloneObjects',
    method: 'GET',
    path: `${RUN}/objects`,
    summary: 'Read what a run did to each object',
    description:
      'The same of what was applied, with what came of it in the target; until the run is over, what its plan says.',
    status: 200,
    query: ObjectsQuery,
    output: ObjectList,
  },
  {
    id: 'stopClone',
    method: 'POST',
    path: `${RUN}/stop`,
    summary: 'Stop a run',
    description:
      'Nothing is rolled back: resume it with retry, or undo it with DELETE, which also resumes a quiesced source.',
    status: 202,
    output: Started,
  },
  {
    id: 'retryClone',
    method: 'POST',
    path: `${RUN}/retry`,
    summary: 'Resume a stopped run',
    description: 'Only of a run that was stopped or ran out of time; one that failed was rolled back: start a new one.',
    status: 202,
    output: Started,
  },
  {
    id: 'approveClone',
    method: 'POST',
    path: `${RUN}/approve`,
    summary: 'Approve a run that waits, or refuse it',
    description:
      'The run plans again, and goes on if the plan still comes out as the one that was approved. A refused run ends as a failure, with nothing changed.',
    status: 202,
    body: Decision,
    output: Decided,
  },
  {
    id: 'rollBackClone',
    method: 'DELETE',
    path: RUN,
    summary: 'Roll a run back',
    description: 'Undoes exactly what the run made, by its ledger. May be sent again at any time.',
    status: 202,
    output: RollBackView,
  },
  {
    id: 'cleanUpClone',
    method: 'POST',
    path: `${RUN}/clean-up`,
    summary: 'Finish cleaning up after a run',
    description:
      'Of a run that has succeeded: removes what it no longer needs and could not remove, such as snapshots, access entries and locks, and writes a report that is missing. Nothing of the clone is undone. May be sent again at any time.',
    status: 202,
    output: CleanUpView,
  },
  ...CAPTURE_OPERATIONS,
  ...SCHEDULE_OPERATIONS,
  ...LOOK_OPERATIONS,
  {
    id: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Say who calls',
    description: 'The caller as IAM found it out, which is what the records of runs say of them.',
    status: 200,
    output: Me,
  },
  {
    id: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'Read this document',
    description: 'The OpenAPI document of this API.',
    status: 200,
  },
] as const satisfies readonly Operation[];
export type OperationId = (typeof OPERATIONS)[number]['id'];
/** What answer-api answers itself. */
export type AnsweredId = Exclude<(typeof OPERATIONS)[number], { step: string }>['id'];

/** `GET /routes/{route}`: what API Gateway calls a route key. */
export const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
