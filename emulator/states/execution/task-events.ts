import type { Json } from '../../../kube/kube-object.ts';
import type { StateError } from '../base/errors.ts';
import type { Integration } from '../definition/resources.ts';
import type { Frame } from './frame.ts';

/** What is written into the history while one attempt of a task goes on. */
export interface TaskEvents {
  started(): void;
  /** The job of `.sync` or `.waitForTaskToken` has begun. */
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(error: StateError): void;
}

interface Scheduled {
  integration: Integration;
  given: Json;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
}

/** Writes that the task is scheduled, and answers the writer of what follows. */
export function scheduleTask(frame: Frame, task: Scheduled): TaskEvents {
  return task.integration.action === 'invoke-function-directly' ? functionEvents(frame, task) : apiEvents(frame, task);
}

function apiEvents({ execution, trail }: Frame, { integration, given, ...limits }: Scheduled): TaskEvents {
  const { resourceType, resource } = integration;
  const add = (type: string, member: string, details: object) =>
    execution.history.add(trail, type, { [`${member}EventDetails`]: { resourceType, resource, ...details } });
  add('TaskScheduled', 'taskScheduled', {
    region: execution.program.region,
    parameters: JSON.stringify(given),
    ...timesOf(limits),
  });
  return {
    started: () => add('TaskStarted', 'taskStarted', {}),
    submitted: (output) => add('TaskSubmitted', 'taskSubmitted', { output: JSON.stringify(output) }),
    succeeded: (output) => add('TaskSucceeded', 'taskSucceeded', { output: JSON.stringify(output) }),
    failed: (error) => {
      const timedOut = isTimeout(error);
      add(timedOut ? 'TaskTimedOut' : 'TaskFailed', timedOut ? 'taskTimedOut' : 'taskFailed', detailsOf(error));
    },
  };
}

function functionEvents({ execution, trail }: Frame, { integration, given, ...limits }: Scheduled): TaskEvents {
  const add = (type: string, details?: object) => {
    const member = `l${type.slice(1)}EventDetails`;
    execution.history.add(trail, type, details ? { [member]: details } : {});
  };
  const input = JSON.stringify(given);
  add('LambdaFunctionScheduled', { resource: integration.resource, input, ...timesOf(limits) });
  return {
    started: () => add('LambdaFunctionStarted'),
    submitted: () => {},
    succeeded: (output) => add('LambdaFunctionSucceeded', { output: JSON.stringify(output) }),
    failed: (error) => add(isTimeout(error) ? 'LambdaFunctionTimedOut' : 'LambdaFunctionFailed', detailsOf(error)),
  };
}

const isTimeout = ({ error }: StateError) => error === 'States.Timeout' || error === 'States.HeartbeatTimeout';

export const detailsOf = ({ error, stateCause }: StateError) => ({
  error,
  ...(stateCause === undefined ? {} : { cause: stateCause }),
});

const timesOf = ({ timeoutSeconds, heartbeatSeconds }: Pick<Scheduled, 'timeoutSeconds' | 'heartbeatSeconds'>) => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
});
