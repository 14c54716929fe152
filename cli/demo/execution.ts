import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isOver } from '../../core/base/ports/runs.ts';
import type { Cloud } from '../../local/cloud.ts';

export interface Ended {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  output?: Record<string, unknown>;
  error?: string;
  cause?: string;
}

export interface Execution {
  arn: string;
  name: string;
  /** Answers how it ended; calls `onState` once for each state that the run enters. */
  ended(onState?: (state: string) => void): Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts a route's machine as a person at the console would: StartExecution with a JSON input. */
export async function startExecution(cloud: Cloud, machine: string, input: unknown): Promise<Execution> {
  const hub = cloud.accounts.hub;
  const states = new SFNClient({ endpoint: cloud.endpoint, region: hub.region, credentials: hub.credentials });
  const started = await states.send(
    new StartExecutionCommand({ stateMachineArn: cloud.stateMachines[machine], input: JSON.stringify(input) }),
  );
  const arn = started.executionArn!;
  return {
    arn,
    name: arn.split(':').at(-1)!,
    ended: (onState) => follow(states, arn, onState),
    stop: async () =>
      void (await states.send(
        new StopExecutionCommand({ executionArn: arn, error: 'Interrupted', cause: 'stopped by the user' }),
      )),
  };
}

async function follow(states: SFNClient, executionArn: string, onState?: (state: string) => void): Promise<Ended> {
  let seen = 0;
  for (;;) {
    const {
      status = 'RUNNING',
      output,
      error,
      cause,
    } = await states.send(new DescribeExecutionCommand({ executionArn }));
    for (const event of onState ? await eventsAfter(states, executionArn, seen) : []) {
      seen = event.id ?? seen;
      if (event.stateEnteredEventDetails?.name) onState?.(event.stateEnteredEventDetails.name);
    }
    const run = { status };
    if (isOver(run)) {
      return { ...run, output: output ? (JSON.parse(output) as Record<string, unknown>) : undefined, error, cause };
    }
    await sleep(150);
  }
}

async function eventsAfter(states: SFNClient, executionArn: string, seen: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await states.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
    events.push(...(page.events ?? []).filter((event) => (event.id ?? 0) > seen));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}
