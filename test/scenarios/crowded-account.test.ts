import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { small, useOneCloud } from '../flow/one-cloud.ts';
import { into } from '../flow/small-cloud.ts';

// Slower than elsewhere: how long a machine waits for a free function passes on this clock, and functions work in real time.
useOneCloud(60);

/** Of the account's concurrency, others have left one function at a time. */
const LEFT = 1;

/** Tries of all executions that found no function free. */
async function refusedTries(): Promise<number> {
  const { accounts, endpoint, stateMachines } = small.cloud;
  const { region, credentials } = accounts.hub;
  const states = new SFNClient({ endpoint, region, credentials });
  const counts = Object.values(stateMachines).map(async (stateMachineArn) => {
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    const histories = executions.map(({ executionArn }) =>
      states.send(new GetExecutionHistoryCommand({ executionArn })),
    );
    const events = (await Promise.all(histories)).flatMap((history) => history.events ?? []);
    return events.filter((each) => each.taskFailedEventDetails?.error === 'Lambda.TooManyRequestsException').length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

// Promise: waits-for-capacity
it('clones where only one function may run at a time: what finds no place waits for it', async () => {
  const before = await refusedTries();
  small.cloud.concurrency.limit = LEFT;
  const ended = await small.clone({ ...into('crowded'), volumes: { strategy: 'copy-blocks' } });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  expect(await refusedTries()).toBeGreaterThan(before);
});
