import type { Route } from '../../base/request/route.ts';
import type { Check } from './check.ts';
import type { RouteFacts, Side } from './facts.ts';

export type RouteCheck = (route: Route, facts: RouteFacts) => Check[];

export type EndCheck = (side: Side, route: Route, facts: RouteFacts) => Check[];
