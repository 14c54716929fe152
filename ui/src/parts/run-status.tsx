import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ListedRun } from '../api/types.ts';
import { en } from '../texts/en.ts';

type About = Pick<ListedRun, 'status'> & Partial<Pick<ListedRun, 'waiting' | 'skipped' | 'rolledBack' | 'mode'>>;

const TYPES: Record<ListedRun['status'], StatusIndicatorProps.Type> = {
  RUNNING: 'in-progress',
  PENDING_REDRIVE: 'pending',
  SUCCEEDED: 'success',
  FAILED: 'error',
  TIMED_OUT: 'error',
  ABORTED: 'stopped',
};

/** How a run stands, in a word beside the colour. */
export function RunStatus(run: About) {
  const { status, waiting, skipped, rolledBack } = run;
  if (rolledBack && status !== 'RUNNING')
    return <StatusIndicator type="stopped">{en.status.rolledBack}</StatusIndicator>;
  if (waiting) return <StatusIndicator type="pending">{en.status.waiting}</StatusIndicator>;
  if (skipped) return <StatusIndicator type="stopped">{en.status.skipped}</StatusIndicator>;
  return <StatusIndicator type={TYPES[status]}>{en.status[status]}</StatusIndicator>;
}
