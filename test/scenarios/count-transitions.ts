import { GetExecutionHistoryCommand, type HistoryEvent, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Cloud } from '../../local/cloud.ts';

/** Every state that an execution and all that it started have entered, and every attempt of a task beyond the first. */
export async function countTransitions(cloud: Cloud, executionArn: string): Promise<number> {
  const { region, credentials } = cloud.accounts.hub;
  const states = new SFNClient({ endpoint: cloud.endpoint, region, credentials });
  const count = async (arn: string): Promise<number> => {
    const events = await historyOf(states, arn);
    const children = [...childrenOf(events), ...(await itemsOf(states, events))];
    const below = await Promise.all(children.map(count));
    return below.reduce((sum, each) => sum + each, transitionsIn(events));
  };
  const told = await states.send(
    new ListExecutionsCommand({ stateMachineArn: cloud.stateMachines['kubeferry-notify'] }),
  );
  const tellings = await Promise.all((told.executions ?? []).map((each) => count(each.executionArn ?? '')));
  return (await count(executionArn)) + tellings.reduce((sum, each) => sum + each, 0);
}

function transitionsIn(events: HistoryEvent[]): number {
  const entered = events.filter(({ type }) => type?.endsWith('StateEntered')).length;
  const tasks = events.filter(({ type }) => type === 'TaskStateEntered').length;
  const attempts = events.filter(({ type }) => type === 'TaskScheduled').length;
  return entered + Math.max(0, attempts - tasks);
}

async function historyOf(states: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await states.send(new GetExecutionHistoryCommand({ executionArn, nextToken }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

const childrenOf = (events: HistoryEvent[]): string[] =>
  events
    .filter(({ type }) => type === 'TaskSubmitted')
    .map(({ taskSubmittedEventDetails }) => JSON.parse(taskSubmittedEventDetails?.output ?? '{}').ExecutionArn)
    .filter((arn) => arn !== undefined);

async function itemsOf(states: SFNClient, events: HistoryEvent[]): Promise<string[]> {
  const runs = events.flatMap(({ mapRunStartedEventDetails }) => mapRunStartedEventDetails?.mapRunArn ?? []);
  const items = await Promise.all(runs.map((mapRunArn) => states.send(new ListExecutionsCommand({ mapRunArn }))));
  return items.flatMap(({ executions = [] }) => executions.map(({ executionArn }) => executionArn ?? ''));
}
