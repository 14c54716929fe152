import {
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoke, machine } from './run.ts';
import { ACCOUNT, startService } from './sfn-world.ts';

let world: Awaited<ReturnType<typeof startService>>;
beforeAll(async () => {
  world = await startService();
});
afterAll(() => world.stop());

describe('Step Functions for a stock SDK', () => {
  it('creates, lists and runs a machine, and tells how it went', async () => {
    world.host.functions.greet = (payload) => `hello ${(payload as { who: string }).who}`;
    const definition = machine({ Greet: invoke('greet') });
    const { stateMachineArn, stateMachineVersionArn } = await world.create('greeter', definition, {
      publish: true,
      tags: [{ key: 'team', value: 'ferry' }],
    });
    expect(stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    expect((await world.create('greeter', definition)).stateMachineArn).toBe(stateMachineArn);
    const { stateMachines = [] } = await world.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines.map(({ name }) => name)).toContain('greeter');
    const { tags } = await world.client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'team', value: 'ferry' }]);
    const { executionArn } = await world.start(stateMachineVersionArn, { who: 'you' }, 'first');
    expect(executionArn).toBe(`arn:aws:states:eu-west-1:${ACCOUNT}:execution:greeter:first`);
    expect(await world.ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"who":"you"}',
      output: '"hello you"',
      stateMachineArn,
      stateMachineVersionArn,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(await world.typesIn(executionArn)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    const behind = await world.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(behind.definition ?? '')).toEqual(definition);
  });

  it('refuses a definition with a sentence for each mistake, and an unknown member of a call', async () => {
    const bad = machine({ Work: { ...invoke('greet'), Credentials: {} }, Other: { Type: 'Activity' } });
    await expect(world.create('bad', bad)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(/state 'Work'.*'Credentials'.*state 'Other'/s),
    });
    const checked = await world.client.send(
      new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(bad) }),
    );
    expect(checked).toMatchObject({ result: 'FAIL' });
    expect(checked.diagnostics).toHaveLength(2);
    await expect(
      world.create('express', machine({ A: { Type: 'Succeed' } }), { type: 'EXPRESS' }),
    ).rejects.toMatchObject({
      name: 'UnsupportedByLocalCloud',
    });
  });

  it('refuses callers whose policies do not allow the call', async () => {
    const { stateMachineArn } = await world.create('closed', machine({ A: { Type: 'Succeed' } }));
    await expect(world.nobody.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: expect.stringMatching(/AccessDenied/),
    });
  });

  it('takes a name twice only for the same input while it runs', async () => {
    const gate = Promise.withResolvers<null>();
    world.host.functions.gate = () => gate.promise;
    const { stateMachineArn } = await world.create('gated', machine({ Wait: invoke('gate') }));
    const one = await world.start(stateMachineArn, { a: 1 }, 'same');
    expect((await world.start(stateMachineArn, { a: 1 }, 'same')).executionArn).toBe(one.executionArn);
    await expect(world.start(stateMachineArn, { a: 2 }, 'same')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    gate.resolve(null);
    await world.ended(one.executionArn);
    await expect(world.start(stateMachineArn, { a: 1 }, 'same')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it.each(['a'.repeat(81), 'with space', 'a:b', 'a/b', 'a*'])('refuses the execution name "%s"', async (name) => {
    const { stateMachineArn } = await world.create('named', machine({ A: { Type: 'Succeed' } }));
    await expect(world.start(stateMachineArn, {}, name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it('stops a running execution, and the child that it waits for', async () => {
    world.host.functions.forever = () => new Promise(() => {});
    const child = await world.create('endless', machine({ Work: invoke('forever') }));
    const Arguments = { StateMachineArn: child.stateMachineArn, Input: {} };
    const call = { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments, End: true };
    const parent = await world.create('waiting', machine({ Call: call }));
    const { executionArn } = await world.start(parent.stateMachineArn);
    await world.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));
    expect(await world.ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect((await world.typesIn(executionArn)).at(-1)).toMatch(/ExecutionAborted/);
    expect(world.host.authorized.map((line) => line.split(' ')[0])).toEqual([
      'states:StartExecution',
      'states:DescribeExecution',
      'states:StopExecution',
    ]);
    const { executions } = await world.client.send(
      new ListExecutionsCommand({ stateMachineArn: child.stateMachineArn, statusFilter: 'ABORTED' }),
    );
    expect(executions).toHaveLength(1);
  });
});
