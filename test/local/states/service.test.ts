import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../../local/aws/gateway/gateway.ts';
import { createIam } from '../../../local/aws/iam/iam.ts';
import { acceleratedClock } from '../../../local/clock.ts';
import { createFaults } from '../../../local/faults.ts';
import { createStepFunctions } from '../../../local/states/step-functions.ts';
import { memoryHost, named } from './memory-host.ts';
import { FUNCTION, invoke, machine } from './run.ts';

const ACCOUNT = '111111111111';
const roleArn = `arn:aws:iam::${ACCOUNT}:role/machine`;
const host = memoryHost();
const service = createStepFunctions({ host });
let gateway: Gateway;
let client: SFNClient;
let nobody: SFNClient;

beforeAll(async () => {
  const iam = createIam();
  gateway = await startGateway({
    services: [service],
    principals: iam,
    clock: acceleratedClock(1),
    record: () => {},
    faults: createFaults(),
  });
  const options = { endpoint: gateway.endpoint, region: 'eu-west-1', maxAttempts: 1 };
  client = new SFNClient({ ...options, credentials: iam.createUser(ACCOUNT, 'admin') });
  nobody = new SFNClient({ ...options, credentials: iam.createUser(ACCOUNT, 'nobody', []) });
});

afterAll(async () => {
  client.destroy();
  nobody.destroy();
  await service.stop();
  await gateway.stop();
});

async function create(name: string, definition: object, more = {}) {
  const input = { name, definition: JSON.stringify(definition), roleArn, ...more };
  return client.send(new CreateStateMachineCommand(input));
}

async function ended(executionArn: string | undefined) {
  for (;;) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== 'RUNNING') return described;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function started(stateMachineArn: string | undefined, input: object = {}, name?: string) {
  return client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
}

async function typesIn(executionArn: string | undefined) {
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

describe('Step Functions for a stock SDK', () => {
  it('creates, lists and runs a machine, and tells how it went', async () => {
    host.functions.greet = (payload) => `hello ${(payload as { who: string }).who}`;
    const definition = machine({ Greet: invoke('greet') });
    const { stateMachineArn, stateMachineVersionArn } = await create('greeter', definition, {
      publish: true,
      tags: [{ key: 'team', value: 'ferry' }],
    });
    expect(stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    expect((await create('greeter', definition)).stateMachineArn).toBe(stateMachineArn);
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines.map(({ name }) => name)).toContain('greeter');
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'team', value: 'ferry' }]);
    const { executionArn } = await started(stateMachineVersionArn, { who: 'you' }, 'first');
    expect(executionArn).toBe(`arn:aws:states:eu-west-1:${ACCOUNT}:execution:greeter:first`);
    expect(await ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"who":"you"}',
      output: '"hello you"',
      stateMachineArn,
      stateMachineVersionArn,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(await typesIn(executionArn)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    const behind = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(behind.definition ?? '')).toEqual(definition);
  });

  it('refuses a definition with a sentence for each mistake, and an unknown member of a call', async () => {
    const bad = machine({ Work: { ...invoke('greet'), Credentials: {} }, Other: { Type: 'Activity' } });
    await expect(create('bad', bad)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(/state 'Work'.*'Credentials'.*state 'Other'/s),
    });
    const checked = await client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(bad) }));
    expect(checked).toMatchObject({ result: 'FAIL' });
    expect(checked.diagnostics).toHaveLength(2);
    await expect(create('express', machine({ A: { Type: 'Succeed' } }), { type: 'EXPRESS' })).rejects.toMatchObject({
      name: 'UnsupportedByLocalCloud',
    });
  });

  it('refuses callers whose policies do not allow the call', async () => {
    const { stateMachineArn } = await create('closed', machine({ A: { Type: 'Succeed' } }));
    await expect(nobody.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: expect.stringMatching(/AccessDenied/),
    });
  });

  it('takes a name twice only for the same input while it runs', async () => {
    const gate = Promise.withResolvers<null>();
    host.functions.gate = () => gate.promise;
    const { stateMachineArn } = await create('gated', machine({ Wait: invoke('gate') }));
    const one = await started(stateMachineArn, { a: 1 }, 'same');
    expect((await started(stateMachineArn, { a: 1 }, 'same')).executionArn).toBe(one.executionArn);
    await expect(started(stateMachineArn, { a: 2 }, 'same')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    gate.resolve(null);
    await ended(one.executionArn);
    await expect(started(stateMachineArn, { a: 1 }, 'same')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each(['a'.repeat(81), 'with space', 'a:b', 'a/b', 'a*'])('refuses the execution name "%s"', async (name) => {
    const { stateMachineArn } = await create('named', machine({ A: { Type: 'Succeed' } }));
    await expect(started(stateMachineArn, {}, name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it('stops a running execution, and the child that it waits for', async () => {
    host.functions.forever = () => new Promise(() => {});
    const child = await create('endless', machine({ Work: invoke('forever') }));
    const Arguments = { StateMachineArn: child.stateMachineArn, Input: {} };
    const call = { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments, End: true };
    const parent = await create('waiting', machine({ Call: call }));
    const { executionArn } = await started(parent.stateMachineArn);
    await client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect((await typesIn(executionArn)).at(-1)).toMatch(/ExecutionAborted/);
    const { executions } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: child.stateMachineArn, statusFilter: 'ABORTED' }),
    );
    expect(executions).toHaveLength(1);
  });

  it('redrives a failed execution from its failed state', async () => {
    let down = true;
    host.functions.first = () => 'kept';
    host.functions.second = () => (down ? Promise.reject(named('Broken')) : 'done');
    const definition = machine({
      One: invoke('first', { Assign: { one: '{% $states.result.Payload %}' }, Next: 'Two' }),
      Two: invoke('second', { Output: '{% [$one, $states.result.Payload] %}' }),
    });
    const { stateMachineArn } = await create('redriven', definition);
    const { executionArn } = await started(stateMachineArn);
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Broken', redriveStatus: 'REDRIVABLE' });
    down = false;
    host.invoked.length = 0;
    await client.send(new RedriveExecutionCommand({ executionArn }));
    expect(await ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '["kept","done"]',
      redriveCount: 1,
    });
    expect(host.invoked.map(({ name }) => name)).toEqual(['second']);
    expect((await typesIn(executionArn)).slice(-7)).toEqual([
      '11<10 ExecutionFailed',
      '12<11 ExecutionRedriven',
      '13<12 TaskScheduled',
      '14<13 TaskStarted',
      '15<14 TaskSucceeded',
      '16<15 TaskStateExited',
      '17<16 ExecutionSucceeded',
    ]);
    await expect(client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
    });
  });

  it('shows a Map Run and its child executions', async () => {
    host.functions.odd = (payload) => (payload === 2 ? Promise.reject(named('Even')) : payload);
    const { stateMachineArn } = await create(
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
    const { executionArn } = await started(stateMachineArn);
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const mapRunArn = mapRuns[0]?.mapRunArn;
    expect(mapRunArn).toMatch(/:mapRun:mapping\/numbers:[0-9a-f-]{36}$/);
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: { total: 3, succeeded: 2, failed: 1, pending: 0 },
    });
    const listed = await client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 2 }));
    expect(listed.executions).toHaveLength(2);
    const rest = await client.send(new ListExecutionsCommand({ mapRunArn, nextToken: listed.nextToken }));
    expect(rest.executions).toHaveLength(1);
    expect(rest.executions?.[0]?.executionArn).toMatch(/:execution:mapping\/numbers:[0-9a-f-]{36}$/);
  });

  it('lets a task wait for its token', async () => {
    const token = Promise.withResolvers<string>();
    host.functions.ask = (payload) => {
      token.resolve((payload as { token: string }).token);
      return null;
    };
    const Arguments = { FunctionName: `${FUNCTION}ask`, Payload: { token: '{% $states.context.Task.Token %}' } };
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const { stateMachineArn } = await create(
      'asking',
      machine({ Ask: { Type: 'Task', Resource, Arguments, End: true } }),
    );
    const { executionArn } = await started(stateMachineArn);
    const taskToken = await token.promise;
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"yes":true}' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });
});
