import type { Json } from '../../../kube/kube-object.ts';
import type { Execution } from '../execution/execution.ts';

/** DescribeExecution as a parent gets it: names with capitals, times in milliseconds, input and output parsed or as text. */
export function describeForParent(child: Execution, data: 'parsed' | 'text'): { [member: string]: Json } {
  const { failure, output, stoppedAt } = child;
  const value = (json: Json): Json => (data === 'parsed' ? json : JSON.stringify(json));
  return {
    ExecutionArn: child.arn,
    Input: value(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === undefined ? {} : { Output: value(output) }),
    OutputDetails: { Included: true },
    ...(failure ? { Error: failure.error } : {}),
    ...(failure?.stateCause === undefined ? {} : { Cause: failure.stateCause }),
    RedriveCount: child.redriveCount,
    StartDate: child.startedAt.getTime(),
    StateMachineArn: child.program.machineArn,
    Status: child.status,
    ...(stoppedAt ? { StopDate: stoppedAt.getTime() } : {}),
  };
}
