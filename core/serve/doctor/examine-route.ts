import type { Route } from '../../base/request/route.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks.ts';
import type { RouteFacts } from './facts.ts';
import { type DoctorTools, gatherFacts } from './gather.ts';

/** Every check of a route, in the order in which one would fix things. */
export async function examineRoute(visit: Clone, tools: DoctorTools): Promise<Check[]> {
  return judge(visit.route, await gatherFacts(visit, tools), visit.startedAt);
}

/** Pure: the same facts are the same checks. */
export const judge = (route: Route, facts: RouteFacts, now = ''): Check[] =>
  CHECKS.flatMap((check) => check(route, facts, now));
