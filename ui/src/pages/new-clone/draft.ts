import type { Request, Route } from '../../api/types.ts';

/** What somebody has chosen so far, in any order. */
export interface Draft {
  namespaces: readonly string[];
  /** Source namespace -> target namespace, as typed. */
  into: Readonly<Record<string, string>>;
  storageClasses: Readonly<Record<string, string>>;
  createCluster: boolean;
  onConflict: 'fail' | 'skip' | 'update' | 'refresh';
  ttl: string;
  quiesce: boolean;
  isolate: boolean;
  scaledDown: boolean;
}

export const EMPTY: Draft = {
  namespaces: [],
  into: {},
  storageClasses: {},
  createCluster: false,
  onConflict: 'fail',
  ttl: '',
  quiesce: false,
  isolate: false,
  scaledDown: false,
};

/**
 * The request that a draft means: what is as Kubernetes and the route have it anyway is left out, and what belongs to
 * something that is chosen no more as well, so that the same choice in another order is the same request.
 */
export function requestOf(draft: Draft, route: Pick<Route, 'mayQuiesce' | 'createsCluster'>): Request {
  const namespaces = draft.namespaces.toSorted();
  const into = namespaces.flatMap((name) => {
    const to = draft.into[name]?.trim() ?? '';
    return to && to !== name ? [[name, to]] : [];
  });
  const classes = Object.entries(draft.storageClasses).filter(([, to]) => to.trim() !== '');
  const mappings = {
    ...(into.length > 0 ? { namespaces: Object.fromEntries(into) } : {}),
    ...(classes.length > 0 ? { storageClasses: Object.fromEntries(classes.toSorted()) } : {}),
  };
  return {
    selection: { namespaces },
    ...(Object.keys(mappings).length > 0 ? { mappings } : {}),
    ...(draft.onConflict === 'fail' ? {} : { onConflict: draft.onConflict }),
    ...(draft.ttl ? { ttl: draft.ttl } : {}),
    ...(draft.quiesce && route.mayQuiesce ? { quiesce: { scaleToZero: true } } : {}),
    ...(draft.isolate ? { isolate: true } : {}),
    ...(draft.scaledDown ? { start: 'scaled-down' as const } : {}),
    ...(draft.createCluster && route.createsCluster ? { target: { createCluster: true } } : {}),
  };
}
