import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { showBackups } from '../../core/serve/api/show-backups.ts';
import { showWorkloads } from '../../core/serve/api/show-workloads.ts';
import { patience, untilKnown } from '../../core/serve/doctor/patience.ts';
import type { SurveyTools } from '../../core/serve/survey/survey-route.ts';
import { takeSurvey } from '../../core/serve/survey/take-survey.ts';
import { backupsOf } from '../_shared/backup-place.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { required } from '../_shared/environment.ts';
import { httpHandler } from '../_shared/http.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { deployedRoutes } from '../_shared/routes.ts';

/** Of the 30 seconds that API Gateway waits; what is not counted by then is left out. */
const COUNTING_MS = 18_000;

/** Tells what the source of a route has, a cluster or backups: it reads there, and enters the target never. */
export const handler = httpHandler('survey-route', (request) => {
  const tools = { routes: deployedRoutes(), now: () => new Date().toISOString(), newId: randomUUID };
  return request.key.endsWith('/backups')
    ? showBackups(request, { ...tools, backups: backupsOf })
    : showWorkloads(request, { ...tools, survey });
});

function survey(visit: Clone): SurveyTools {
  const until = Date.now() + COUNTING_MS;
  return {
    store: s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') }),
    now: () => new Date(),
    clusters: async (side) => clustersOf(visit, side, await memberOf(visit, side)),
    pause: patience(sleep),
    look: async (pause) => {
      const { api, awaitAccess } = await openCluster(visit, 'source');
      await untilKnown(awaitAccess, pause);
      const cloud = visit.route.source.kind === 'aks' ? 'azure' : 'aws';
      return takeSurvey(api, () => Date.now() < until, cloud);
    },
  };
}
