import type { Clone } from '../../base/run/envelope.ts';
import { examineRoute } from '../doctor/examine-route.ts';
import { type DoctorTools, visitNamed } from '../doctor/gather.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, bodyOf, mistakes, type RouteTools, routeOf } from './request.ts';

export interface CheckTools extends RouteTools {
  /** ISO 8601. */
  now(): string;
  newId(): string;
  doctor(visit: Clone): DoctorTools;
}

/** Looks at everything that a run on the route needs, as the roles that runs have. */
export async function checkRoute(request: ApiRequest, tools: CheckTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const unknown = Object.keys(bodyOf(request));
  if (unknown.length > 0) {
    throw mistakes(unknown.map((at) => ({ at, message: 'A check takes no fields: send no body, or {}.' })));
  }
  const visit: Clone = { cloneId: visitNamed(tools.newId()), mode: 'plan', route, startedAt: tools.now() };
  const checks = await examineRoute(visit, tools.doctor(visit));
  const broken = checks.filter(({ status }) => status === 'broken').length;
  return jsonAnswer(200, { route: route.name, checkedAt: visit.startedAt, broken, checks });
}
