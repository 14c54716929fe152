import type { Route } from '../../base/request/route.ts';
import type { Check } from './check.ts';
import type { RouteFacts, Side } from './facts.ts';

/** `now` is ISO 8601. */
export type RouteCheck = (route: Route, facts: RouteFacts, now: string) => Check[];

export type EndCheck = (side: Side, route: Route, facts: RouteFacts) => Check[];
