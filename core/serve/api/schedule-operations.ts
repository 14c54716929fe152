/** The operations on schedules, as data. */
import type { Operation } from './operation.ts';
import {
  ApiNamedScheduleBody,
  ApiScheduleBody,
  ScheduleDetails,
  ScheduleList,
  SchedulesQuery,
  ScheduleView,
} from './schedule-schemas.ts';

const ROUTE = '/routes/{route}';
const SCHEDULE = `${ROUTE}/schedules/{id}`;

export const SCHEDULE_OPERATIONS = [
  {
    id: 'listSchedules',
    method: 'GET',
    path: `${ROUTE}/schedules`,
    summary: 'List the schedules of a route',
    description: 'With their next times; those of kubeferry.config.ts and those made by hand as well.',
    status: 200,
    query: SchedulesQuery,
    output: ScheduleList,
  },
  {
    id: 'createSchedule',
    method: 'POST',
    path: `${ROUTE}/schedules`,
    summary: 'Make a schedule',
    description: 'Every mistake, also of its request, is listed at once. A name that is used is refused (409).',
    status: 201,
    body: ApiScheduleBody,
    idempotent: true,
    output: ScheduleView,
  },
  {
    id: 'getSchedule',
    method: 'GET',
    path: SCHEDULE,
    summary: 'Show a schedule',
    description: 'Its next times, and its last runs with what came of them.',
    status: 200,
    output: ScheduleDetails,
  },
  {
    id: 'putSchedule',
    method: 'PUT',
    path: SCHEDULE,
    summary: 'Make a schedule, or replace it',
    description:
      'The body is the whole schedule: what it leaves out has its default. 201 when it was made, 200 when it was replaced; "enabled": false is a pause. One of kubeferry.config.ts is refused (409).',
    status: 200,
    orMade: 201,
    body: ApiNamedScheduleBody,
    output: ScheduleView,
  },
  {
    id: 'deleteSchedule',
    method: 'DELETE',
    path: SCHEDULE,
    summary: 'Delete a schedule',
    description: 'Runs that it has started go on. 404 when there is none, also for the second time.',
    status: 204,
  },
] as const satisfies readonly Operation[];
