import type { Clone } from '../../base/run/envelope.ts';
import { pageOfNamespaces } from '../survey/survey.ts';
import { type SurveyTools, surveyRoute } from '../survey/survey-route.ts';
import { WorkloadsQuery, type WorkloadsView } from '../survey/survey-schemas.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, queryOf, type RouteTools, routeOf } from './request.ts';

export interface WorkloadTools extends RouteTools {
  /** ISO 8601. */
  now(): string;
  newId(): string;
  survey(visit: Clone): SurveyTools;
}

/** Name of a visit, by which it enters the source beside the runs. */
const visitNamed = (id: string) => `survey-${id}`;

/** What the source of a route has to be cloned, a page at a time. */
export async function showWorkloads(request: ApiRequest, tools: WorkloadTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  if (route.source.kind === 'velero')
    throw new Refusal(
      'not-found',
      `Route "${route.name}" begins at backups and not at a cluster; GET /routes/${route.name}/backups lists them.`,
    );
  const query = queryOf(request, WorkloadsQuery);
  const visit: Clone = { cloneId: visitNamed(tools.newId()), mode: 'plan', route, startedAt: tools.now() };
  const { namespaces, target, version, takenAt, partial } = await surveyRoute(
    visit,
    query.fresh === '1',
    tools.survey(visit),
  );
  const { page, total, next } = pageOfNamespaces(namespaces, query);
  const allowed = route.limits.namespaces;
  const view: WorkloadsView = {
    route: route.name,
    takenAt,
    source: { cluster: route.source.cluster, version },
    target,
    namespaces: page.map((each) => ({ ...each, allowed: allowed?.includes(each.name) ?? true })),
    ...(partial ? { partial } : {}),
    total,
    ...(next ? { next } : {}),
  };
  return jsonAnswer(200, view);
}
