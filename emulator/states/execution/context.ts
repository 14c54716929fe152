import type { Json } from '../../../kube/kube-object.ts';
import type { Visit } from './frame.ts';

/** The context object (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html). */
export function contextOf(visit: Visit, map?: Json): Json {
  const { execution } = visit.frame;
  const { program } = execution;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: program.roleArn,
      StartTime: iso(execution.startedAt),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt ? { RedriveTime: iso(execution.redrivenAt) } : {}),
    },
    State: { EnteredTime: iso(visit.enteredAt), Name: visit.position.state, RetryCount: visit.retryCount },
    StateMachine: { Id: program.machineArn, Name: program.machineName },
    ...(visit.token === undefined ? {} : { Task: { Token: visit.token } }),
    ...(map === undefined ? {} : { Map: map }),
  };
}

/** "When a timestamp has zero fractional seconds, Step Functions removes the trailing zeros." */
const iso = (date: Date): string => date.toISOString().replace('.000Z', 'Z');
