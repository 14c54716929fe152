import type { Route } from './route.ts';

type Side = 'source' | 'target';
interface Kinds {
  source: Pick<Route['source'], 'kind'>;
  target?: Pick<Route['target'], 'kind'>;
}

const kindOf = (route: Kinds, side: Side) => (side === 'source' ? route.source : route.target)?.kind ?? 'eks';

/** Whether what is at an end of a route is a cluster of EKS. */
export const isEks = (route: Kinds, side: Side) => kindOf(route, side) === 'eks';

/** Whether it is a cluster of AKS, or of another kind, with an API server of its own and no access entries. */
export const isPlain = (route: Kinds, side: Side) => ['kubernetes', 'aks'].includes(kindOf(route, side));

/** Whether it is backups, and no cluster. */
export const isOfBackups = (route: Kinds, side: Side) => kindOf(route, side) === 'velero';
