/** The operations on captures, as data. */
import { ApiCaptureBody, CaptureList } from './capture-schemas.ts';
import type { Operation } from './operation.ts';
import { RollBackView } from './schemas.ts';
import { StartedRun } from './started-schema.ts';

const ROUTE = '/routes/{route}';

export const CAPTURE_OPERATIONS = [
  {
    id: 'startCapture',
    method: 'POST',
    path: `${ROUTE}/captures`,
    summary: 'Take a capture',
    description:
      'Keeps objects and snapshots of the source under a name, for clones to come. It is a run: follow it under clones/{id}.',
    status: 202,
    body: ApiCaptureBody,
    idempotent: true,
    output: StartedRun,
  },
  {
    id: 'listCaptures',
    method: 'GET',
    path: `${ROUTE}/captures`,
    summary: 'List the captures of the source',
    description:
      'Those of all routes from the same cluster, with their size, price, and the runs that clone from them.',
    status: 200,
    output: CaptureList,
  },
  {
    id: 'deleteCapture',
    method: 'DELETE',
    path: `${ROUTE}/captures/{id}`,
    summary: 'Remove a capture',
    description:
      'Its snapshots and its objects, by the route that took it. Refused (409) as long as a run clones from it; clones that stand do not need it.',
    status: 202,
    output: RollBackView,
  },
] as const satisfies readonly Operation[];
