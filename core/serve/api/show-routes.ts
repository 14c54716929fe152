import { connectorOf } from '../../base/request/end.ts';
import { claimsOf } from '../../base/request/masking.ts';
import type { Route } from '../../base/request/route.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';
import type { RouteView } from './schemas.ts';

export const listRoutes = (_request: ApiRequest, { routes }: ApiTools): ApiAnswer =>
  jsonAnswer(200, { routes: routes.map(viewOf) });

export const showRoute = (request: ApiRequest, tools: ApiTools): ApiAnswer =>
  jsonAnswer(200, viewOf(routeOf(tools, request)));

const SIDES = ['source', 'target'] as const;

/** Without roles and ExternalIds: a caller needs none of them. */
function viewOf(route: Route): RouteView {
  const {
    name,
    source,
    target,
    mayQuiesce,
    handOver = false,
    mayAddRules = false,
    limits,
    approval = 'optional',
    whenChanged = 'refuse',
    defaults,
    masking,
  } = route;
  const place = ({ account, region, cluster }: Route['source']) => ({ account, region, cluster });
  return {
    name,
    source: place(source),
    target: place(target),
    mayQuiesce,
    handOver,
    mayAddRules,
    limits,
    approval,
    whenChanged,
    kmsKeyArn: target.kmsKeyArn,
    createsCluster: target.create !== undefined,
    connectors: SIDES.filter((side) => connectorOf(route[side]) !== undefined),
    ...(masking ? { masks: masking.jobs.flatMap(claimsOf), unmasked: masking.unmasked } : {}),
    defaults,
  };
}
