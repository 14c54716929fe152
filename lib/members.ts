import { type Connector, connectorOf } from '../core/base/request/end.ts';
import type { Route } from '../core/base/request/route.ts';
import type { KubernetesMember } from '../core/base/request/source.ts';
import { memberStackName, ROLE } from '../core/base/run/names.ts';

export type Side = 'source' | 'target';

/** One account and Region on one side of the routes: what a member stack is made for. */
export interface MemberPlace {
  side: Side;
  account: string;
  region: string;
  stackName: string;
  roleName: string;
  /** The routes that begin or end here. */
  routes: Route[];
}

/** Every place of the routes once, sources first, in the order of the routes. */
export function membersOf(routes: readonly Route[]): MemberPlace[] {
  const places = new Map<string, MemberPlace>();
  for (const side of ['source', 'target'] as const) {
    for (const route of routes) {
      const { account, region } = route[side];
      const stackName = memberStackName(side, account, region);
      const place = places.get(stackName);
      if (place) place.routes.push(route);
      else places.set(stackName, { side, account, region, stackName, roleName: ROLE[side](region), routes: [route] });
    }
  }
  return [...places.values()];
}

/** The sources among the routes of a place that are clusters of another kind. */
export const plainSourcesOf = ({ side, routes }: Pick<MemberPlace, 'side' | 'routes'>): KubernetesMember[] =>
  side === 'source' ? routes.flatMap(({ source }) => (source.kind === 'kubernetes' ? source : [])) : [];

/** Whether a route has a cluster of AKS here, and whether one has anything else. */
export const hasAks = ({ side, routes }: Pick<MemberPlace, 'side' | 'routes'>) =>
  routes.some((route) => route[side].kind === 'aks');
export const hasOthers = ({ side, routes }: Pick<MemberPlace, 'side' | 'routes'>) =>
  routes.some((route) => route[side].kind !== 'aks');

export const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];

/** The clusters of a place that are reached through a connector. `checkConfig` sees that routes agree on each. */
export function connectorsOf({ side, routes }: MemberPlace): { cluster: string; connector: Connector }[] {
  const found = new Map<string, Connector>();
  for (const { [side]: end } of routes) {
    const connector = connectorOf(end);
    // Left out, a connector talks to EKS alone.
    const own = 'endpoint' in end ? { endpoint: end.endpoint } : {};
    if (connector) found.set(end.cluster, { ...own, ...connector });
  }
  return [...found].map(([cluster, connector]) => ({ cluster, connector }));
}
