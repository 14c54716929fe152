/** The operations that tell what is at the source of a route, as data. */
import { BackupList, BackupsQuery } from '../backups/backup-schemas.ts';
import { WorkloadsQuery, WorkloadsView } from '../survey/survey-schemas.ts';
import type { Operation } from './operation.ts';

const ROUTE = '/routes/{route}';

export const SOURCE_OPERATIONS = [
  {
    id: 'listWorkloads',
    step: 'survey-route',
    method: 'GET',
    path: `${ROUTE}/workloads`,
    summary: 'List what the source has',
    description:
      'Namespaces of the source with their workloads, claims and sizes, and whether the target cluster is there. Reads the source, and enters the target never; an answer may be ten minutes old.',
    status: 200,
    query: WorkloadsQuery,
    output: WorkloadsView,
  },
  {
    id: 'listBackups',
    step: 'survey-route',
    method: 'GET',
    path: `${ROUTE}/backups`,
    summary: 'List the backups that a route begins at',
    description:
      'Of a route whose source is backups of Velero: what is in each of them, how its volumes are kept, and whether it can be cloned.',
    status: 200,
    query: BackupsQuery,
    output: BackupList,
  },
] as const satisfies readonly Operation[];
