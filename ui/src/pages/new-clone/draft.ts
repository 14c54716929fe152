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
  /** What it is for; empty for nothing in particular. */
  preset: Request['preset'] | '';
  /** `Kind/namespace/name`, where one workload of one namespace is wanted; empty for all that is in it. */
  workload: string;
  /** Whether the source is left once its data is there, and when. */
  migrate: 'no' | 'now' | 'on-approval' | 'at' | 'hand-over';
  /** Of volumes that are handed over: whether the snapshots from before stay. */
  keepSnapshots: boolean;
  /** ISO 8601, as typed. */
  cutOverAt: string;
  /** Minutes, as typed. */
  downtime: string;
  proof: Request['proof'] | '';
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
  preset: '',
  workload: '',
  migrate: 'no',
  keepSnapshots: false,
  cutOverAt: '',
  downtime: '',
  proof: '',
};

/**
 * The request that a draft means: what is as Kubernetes and the route have it anyway is left out, and what belongs to
 * something that is chosen no more as well, so that the same choice in another order is the same request.
 */
export function requestOf(draft: Draft, route: Pick<Route, 'mayQuiesce' | 'handOver' | 'createsCluster'>): Request {
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
  const workload = workloadIn(draft);
  const leaving = leavingOf(draft, route);
  return {
    ...(draft.preset ? { preset: draft.preset } : {}),
    selection: workload ? { workload } : { namespaces },
    ...(Object.keys(mappings).length > 0 ? { mappings } : {}),
    ...(draft.onConflict === 'fail' ? {} : { onConflict: draft.onConflict }),
    ...(draft.ttl ? { ttl: draft.ttl } : {}),
    ...(leaving ?? (draft.quiesce && route.mayQuiesce ? { quiesce: { scaleToZero: true } } : {})),
    ...(draft.isolate ? { isolate: true } : {}),
    ...(draft.scaledDown ? { start: 'scaled-down' as const } : {}),
    ...(draft.proof ? { proof: draft.proof } : {}),
    ...(draft.createCluster && route.createsCluster ? { target: { createCluster: true } } : {}),
  };
}

/** Of the one namespace that is chosen, while it is. */
export const workloadIn = ({ namespaces, workload }: Draft): string =>
  namespaces.length === 1 && workload.split('/')[1] === namespaces[0] ? workload : '';

/** What a request says of a source that is left. A migration in rounds scales it down without being told to. */
function leavingOf(
  { migrate, keepSnapshots, cutOverAt, downtime }: Draft,
  { mayQuiesce, handOver }: Pick<Route, 'mayQuiesce' | 'handOver'>,
): Partial<Request> | undefined {
  const hands = migrate === 'hand-over';
  if (migrate === 'no' || !mayQuiesce || (hands && !handOver)) return undefined;
  const minutes = Number(downtime);
  return {
    // By rounds, which take the snapshots from before while the source works.
    ...(hands ? { volumes: { strategy: 'hand-over', ...(keepSnapshots ? { safetySnapshot: 'keep' } : {}) } } : {}),
    migrate: {
      cutOver: migrate === 'at' ? cutOverAt.trim() : hands ? 'now' : migrate,
      ...(downtime.trim() !== '' ? { maxDowntimeMinutes: minutes } : {}),
    },
  };
}
