import type { Json } from '../../../kube/kube-object.ts';
import type { Execution, Program } from './execution.ts';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** One run of a Distributed Map state: its settings, the inputs of its children, and the children. */
export interface MapRun {
  /** `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:UUID`. */
  arn: string;
  parent: Execution;
  label: string;
  program: Program;
  status: MapRunStatus;
  startedAt: Date;
  stoppedAt?: Date;
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  /** One per child, in order. */
  inputs: { input: Json; items: number }[];
  /** By the same index; a hole is a child that was not started. */
  children: (Execution | undefined)[];
  redriveCount: number;
  redrivenAt?: Date;
  resultsWritten: number;
}

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
