import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { RunDetails, RunEvent, RunKey, RunSummary, Runs, TaskAnswer } from '../../core/base/ports/runs.ts';
import type { Failure } from '../../core/base/run/envelope.ts';
import { clientConfig, type Where } from './clients.ts';
import { awsCall, pageCall } from './errors.ts';

/** Executions of the machines of one account and Region; `prefix` is `arn:aws:states:eu-west-1:111122223333`. */
export function stepFunctionsRuns(options: { prefix: string } & Where): Runs {
  const states = new SFNClient(clientConfig(options));
  const machineArn = (machine: string) => `${options.prefix}:stateMachine:${machine}`;
  const runArn = ({ machine, name }: RunKey) => `${options.prefix}:execution:${machine}:${name}`;
  const told = ({ machine, name }: RunKey) => `run ${name} of ${machine}`;

  return {
    async start(run, input) {
      const stateMachineArn = machineArn(run.machine);
      try {
        const command = { stateMachineArn, name: run.name, input: JSON.stringify(input) };
        await states.send(new StartExecutionCommand(command));
        return 'started';
      } catch (error) {
        if ((error as Error).name === 'ExecutionAlreadyExists') return 'taken';
        return awsCall(`start ${told(run)}`, () => Promise.reject(error));
      }
    },

    async describe(run) {
      try {
        return detailsOf(run, await states.send(new DescribeExecutionCommand({ executionArn: runArn(run) })));
      } catch (error) {
        if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
        return awsCall(`describe ${told(run)}`, () => Promise.reject(error));
      }
    },

    async list(machine, { status, limit, next }) {
      const page = { stateMachineArn: machineArn(machine), maxResults: limit, nextToken: next, statusFilter: status };
      const { executions = [], nextToken } = await pageCall(`list the runs of ${machine}`, next, () =>
        states.send(new ListExecutionsCommand(page)),
      );
      const runs = executions.map((execution) => summaryOf({ machine, name: execution.name ?? '' }, execution));
      return { runs, ...(nextToken ? { next: nextToken } : {}) };
    },

    async history(run) {
      const events: RunEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = { executionArn: runArn(run), maxResults: 1000, nextToken };
        const answer = await awsCall(`read the history of ${told(run)}`, () =>
          states.send(new GetExecutionHistoryCommand(page)),
        );
        events.push(...(answer.events ?? []).map(eventOf));
        nextToken = answer.nextToken;
      } while (nextToken);
      return events;
    },

    async stop(run, reason) {
      await awsCall(`stop ${told(run)}`, () =>
        states.send(new StopExecutionCommand({ executionArn: runArn(run), ...reason })),
      );
    },

    async answerTask(token, answer) {
      try {
        await sendAnswer(states, token, answer);
        return 'taken';
      } catch (error) {
        if (GONE.includes((error as Error).name)) return 'gone';
        return awsCall('answer the task that waits', () => Promise.reject(error));
      }
    },

    async redrive(run) {
      await awsCall(`resume ${told(run)}`, () =>
        states.send(new RedriveExecutionCommand({ executionArn: runArn(run) })),
      );
    },
  };
}

/** A token whose task has ended, or that is of a task which is no more. */
const GONE = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

async function sendAnswer(states: SFNClient, taskToken: string, answer: TaskAnswer): Promise<void> {
  if ('error' in answer) await states.send(new SendTaskFailureCommand({ taskToken, ...answer }));
  else await states.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }));
}

interface Execution {
  status?: string | undefined;
  startDate?: Date | undefined;
  stopDate?: Date | undefined;
}

const summaryOf = (run: RunKey, { status, startDate, stopDate }: Execution): RunSummary => ({
  ...run,
  status: status as RunSummary['status'],
  startedAt: startDate?.toISOString() ?? '',
  ...(stopDate ? { endedAt: stopDate.toISOString() } : {}),
});

function detailsOf(
  run: RunKey,
  execution: Execution & Partial<Record<'input' | 'output' | 'error' | 'cause', string | undefined>>,
): RunDetails {
  const { input = '{}', output, error, cause = '' } = execution;
  return {
    ...summaryOf(run, execution),
    input: JSON.parse(input) as unknown,
    ...(output === undefined ? {} : { output: JSON.parse(output) as unknown }),
    ...(error === undefined ? {} : { failure: { Error: error, Cause: cause } }),
  };
}

function eventOf(event: HistoryEvent): RunEvent {
  const state = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
  const child = childOf(event.taskSubmittedEventDetails?.output);
  const failure = failureOf(event);
  const counts = countsOf(event.taskSucceededEventDetails?.output);
  return {
    id: event.id ?? 0,
    previous: event.previousEventId ?? 0,
    at: event.timestamp?.toISOString() ?? '',
    type: event.type ?? '',
    ...(state === undefined ? {} : { state }),
    ...(child ? { child } : {}),
    ...(failure ? { failure } : {}),
    ...(counts ? { counts } : {}),
  };
}

/** Whatever the event is of: a try, a state, a map run, or the execution. */
function failureOf(event: HistoryEvent): Failure | undefined {
  const failed =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.evaluationFailedEventDetails ??
    event.mapRunFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails;
  return failed?.error === undefined ? undefined : { Error: failed.error, Cause: failed.cause ?? '' };
}

/** `lambda:invoke` answers the function's answer as Payload (https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html). */
function countsOf(output: string | undefined): Record<string, number> | undefined {
  const { Payload } = (output ? JSON.parse(output) : {}) as { Payload?: unknown };
  if (typeof Payload !== 'object' || Payload === null) return undefined;
  const counts = Object.entries(Payload).filter(([, value]) => typeof value === 'number');
  return counts.length > 0 ? Object.fromEntries(counts) : undefined;
}

/** `startExecution.sync:2` answers the started execution (https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html). */
function childOf(output: string | undefined): RunKey | undefined {
  const { ExecutionArn = '' } = (output ? JSON.parse(output) : {}) as { ExecutionArn?: string };
  const [, , , , , kind, machine, name] = ExecutionArn.split(':');
  return kind === 'execution' && machine && name ? { machine, name } : undefined;
}
