import { HISTORY_EVENTS, REDRIVABLE_DAYS } from '../base/limits.ts';
import type { Execution, MapRun } from '../execution/execution.ts';
import type { HistoryEvent } from '../execution/history.ts';
import { countsOf } from '../execution/map-run.ts';
import { seconds, secondsIf } from './input.ts';

const DAY_MS = 86_400_000;

/** Why an execution cannot be redriven, in the words of DescribeExecution; undefined when it can. */
export function notRedrivable(execution: Execution, now: Date): string | undefined {
  const { status, history, stoppedAt } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (history.events.length >= HISTORY_EVENTS - 1) return 'Execution history event limit exceeded';
  const age = now.getTime() - (stoppedAt?.getTime() ?? 0);
  return age > REDRIVABLE_DAYS * DAY_MS ? 'Execution redrivable period exceeded' : undefined;
}

function redriveStatus(execution: Execution, now: Date) {
  const reason = notRedrivable(execution, now);
  if (reason) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveStatus: execution.mapRun ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE' };
}

export function describeExecution(execution: Execution, now: Date) {
  const { failure, output } = execution;
  return {
    ...listedExecution(execution),
    input: JSON.stringify(execution.input),
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(failure ? { error: failure.error } : {}),
    ...(failure?.stateCause === undefined ? {} : { cause: failure.stateCause }),
    ...redriveStatus(execution, now),
  };
}

export function listedExecution(execution: Execution) {
  const { arn, name, status, startedAt, stoppedAt, redriveCount, redrivenAt, program, mapRun } = execution;
  return {
    executionArn: arn,
    stateMachineArn: program.machineArn,
    name,
    status,
    startDate: seconds(startedAt),
    ...secondsIf('stopDate', stoppedAt),
    redriveCount,
    ...secondsIf('redriveDate', redrivenAt),
    ...(program.versionArn === undefined ? {} : { stateMachineVersionArn: program.versionArn }),
    ...(mapRun ? { mapRunArn: mapRun.arn, itemCount: execution.itemCount } : {}),
  };
}

export const describeEvent = ({ id, previousEventId, timestamp, type, details }: HistoryEvent) => ({
  id,
  previousEventId,
  timestamp: seconds(timestamp),
  type,
  ...details,
});

export const listedMapRun = (mapRun: MapRun) => ({
  executionArn: mapRun.parent.arn,
  mapRunArn: mapRun.arn,
  stateMachineArn: mapRun.program.machineArn,
  startDate: seconds(mapRun.startedAt),
  ...secondsIf('stopDate', mapRun.stoppedAt),
});

export function describeMapRun(mapRun: MapRun) {
  const { stateMachineArn: _, ...listed } = listedMapRun(mapRun);
  return {
    ...listed,
    status: mapRun.status,
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailureCount: mapRun.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    executionCounts: countsOf(mapRun, () => 1),
    itemCounts: countsOf(mapRun, (items) => items),
    redriveCount: mapRun.redriveCount,
    ...secondsIf('redriveDate', mapRun.redrivenAt),
  };
}
