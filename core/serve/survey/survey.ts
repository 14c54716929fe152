import type { NamespaceView, TargetView } from './survey-schemas.ts';

/** What one look at the source has found; kept for a while, since a look takes seconds. */
export interface Survey {
  /** ISO 8601. */
  takenAt: string;
  version: string;
  target: TargetView;
  /** By name. `allowed` is not kept: the route may have changed. */
  namespaces: Omit<NamespaceView, 'allowed'>[];
  partial?: true;
}

/** How long a look is good for. */
const KEPT_MS = 10 * 60_000;

export const isStale = ({ takenAt }: Survey, now: Date): boolean => now.getTime() - Date.parse(takenAt) > KEPT_MS;

interface Wanted {
  q?: string | undefined;
  limit: number;
  /** Name of the last namespace of the page before. */
  next?: string | undefined;
}

/** One page of the namespaces that match, in order of their names. */
export function pageOfNamespaces<N extends Pick<NamespaceView, 'name' | 'workloads'>>(
  namespaces: readonly N[],
  { q = '', limit, next = '' }: Wanted,
): { page: N[]; total: number; next?: string } {
  const wanted = q.toLowerCase();
  const isMeant = ({ name, workloads }: N) =>
    [name, ...workloads.map((workload) => workload.name)].some((each) => each.toLowerCase().includes(wanted));
  const all = namespaces.filter(isMeant);
  const rest = all.filter(({ name }) => name > next);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { page, total: all.length, ...(last && rest.length > limit ? { next: last.name } : {}) };
}
