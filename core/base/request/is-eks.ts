import type { Route } from './route.ts';

/** Whether what is at an end of a route is a cluster of EKS. */
export const isEks = ({ source }: { source: Pick<Route['source'], 'kind'> }, side: 'source' | 'target') =>
  side === 'target' || (source.kind ?? 'eks') === 'eks';

/** Whether it is a cluster of another kind, with an API server of its own. */
export const isPlain = ({ source }: { source: Pick<Route['source'], 'kind'> }, side: 'source' | 'target') =>
  side === 'source' && (source.kind === 'kubernetes' || source.kind === 'aks');

/** Whether it is backups, and no cluster. */
export const isOfBackups = ({ source }: { source: Pick<Route['source'], 'kind'> }, side: 'source' | 'target') =>
  side === 'source' && source.kind === 'velero';
