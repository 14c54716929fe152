import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { named } from './memory-host.ts';
import { FUNCTION, invoke, machine } from './run.ts';
import { startService } from './sfn-world.ts';

let world: Awaited<ReturnType<typeof startService>>;
beforeAll(async () => {
  world = await startService();
});
afterAll(() => world.stop());

describe('an execution, for a stock SDK', () => {
  it('redrives a failed execution from its failed state', async () => {
    let down = true;
    world.host.functions.first = () => 'kept';
    world.host.functions.second = () => (down ? Promise.reject(named('Broken')) : 'done');
    const definition = machine({
      One: invoke('first', { Assign: { one: '{% $states.result.Payload %}' }, Next: 'Two' }),
      Two: invoke('second', { Output: '{% [$one, $states.result.Payload] %}' }),
    });
    const { stateMachineArn } = await world.create('redriven', definition);
    const { executionArn } = await world.start(stateMachineArn);
    expect(await world.ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      redriveStatus: 'REDRIVABLE',
    });
    down = false;
    world.host.invoked.length = 0;
    await world.client.send(new RedriveExecutionCommand({ executionArn }));
    expect(await world.ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '["kept","done"]',
      redriveCount: 1,
    });
    expect(world.host.invoked.map(({ name }) => name)).toEqual(['second']);
    expect((await world.typesIn(executionArn)).slice(-7)).toEqual([
      '11<10 ExecutionFailed',
      '12<11 ExecutionRedriven',
      '13<12 TaskScheduled',
      '14<13 TaskStarted',
      '15<14 TaskSucceeded',
      '16<15 TaskStateExited',
      '17<16 ExecutionSucceeded',
    ]);
    await expect(world.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
    });
  });

  it('shows a Map Run and its child executions', async () => {
    world.host.functions.odd = (payload) => (payload === 2 ? Promise.reject(named('Even')) : payload);
    const { stateMachineArn } = await world.create(
      'mapping',
      machine({
        Each: {
          Type: 'Map',
          Label: 'numbers',
          Items: [1, 2, 3],
          ToleratedFailureCount: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Odd?',
            States: { 'Odd?': invoke('odd') },
          },
          Output: 'ok',
          End: true,
        },
      }),
    );
    const { executionArn } = await world.start(stateMachineArn);
    expect(await world.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const { mapRuns = [] } = await world.client.send(new ListMapRunsCommand({ executionArn }));
    const mapRunArn = mapRuns[0]?.mapRunArn;
    expect(mapRunArn).toMatch(/:mapRun:mapping\/numbers:[0-9a-f-]{36}$/);
    expect(await world.client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: { total: 3, succeeded: 2, failed: 1, pending: 0 },
    });
    const listed = await world.client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 2 }));
    expect(listed.executions).toHaveLength(2);
    const rest = await world.client.send(new ListExecutionsCommand({ mapRunArn, nextToken: listed.nextToken }));
    const from = (nextToken: string) => world.client.send(new ListExecutionsCommand({ mapRunArn, nextToken }));
    await expect(from('garbage')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(from('')).rejects.toMatchObject({ name: 'ValidationException' });
    expect(rest.executions).toHaveLength(1);
    expect(rest.executions?.[0]?.executionArn).toMatch(/:execution:mapping\/numbers:[0-9a-f-]{36}$/);
  });

  it('lets a task wait for its token', async () => {
    const token = Promise.withResolvers<string>();
    world.host.functions.ask = (payload) => {
      token.resolve((payload as { token: string }).token);
      return null;
    };
    const Arguments = { FunctionName: `${FUNCTION}ask`, Payload: { token: '{% $states.context.Task.Token %}' } };
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const { stateMachineArn } = await world.create(
      'asking',
      machine({ Ask: { Type: 'Task', Resource, Arguments, End: true } }),
    );
    const { executionArn } = await world.start(stateMachineArn);
    const taskToken = await token.promise;
    await world.client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await world.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"yes":true}' }));
    expect(await world.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    await expect(world.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('refuses a token that is none, and one that no task here has had, each by its own error', async () => {
    const stranger = Buffer.from('task of another account').toString('base64');
    const send = (taskToken: string) => world.client.send(new SendTaskFailureCommand({ taskToken, error: 'No' }));
    await expect(send('made up')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(send(stranger)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });
});
