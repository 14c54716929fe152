import type { MapRun } from './execution.ts';

/** Counted in children, or in the items of their batches. */
export function countsOf(mapRun: MapRun, weigh: (items: number) => number) {
  const counts = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: 0 };
  mapRun.inputs.forEach(({ items }, index) => {
    counts[COUNTED[mapRun.children[index]?.status ?? 'NOT_STARTED']] += weigh(items);
  });
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...counts, total, resultsWritten: mapRun.resultsWritten, failuresNotRedrivable: 0 };
}

const COUNTED = {
  NOT_STARTED: 'pending',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'pendingRedrive',
} as const;
