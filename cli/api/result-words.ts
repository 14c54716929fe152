import type { RunStatus } from '../../core/base/ports/runs.ts';

export interface Ended {
  status: string;
  failure?: { error: string } | undefined;
  /** Why it cloned nothing. */
  notDue?: string | undefined;
}

const WORDS: Record<RunStatus, string> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'out of time',
  ABORTED: 'stopped',
};

/** What of a failure has a word of its own. */
const FAILURES: Record<string, string> = {
  PlanBlocked: 'blocked',
  ApprovalRefused: 'plan refused',
  InvalidRequest: 'request refused',
  LockHeld: 'namespaces were taken',
};

/** How a run stands, in words: a machine's status says of a blocked plan and of a broken copy that both have failed. */
export function resultOf({ status, failure, notDue }: Ended): string {
  if (notDue) return 'skipped';
  if (status === 'FAILED' && failure) return FAILURES[failure.error] ?? `failed (${failure.error})`;
  return WORDS[status as RunStatus] ?? status;
}
