import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HUB, REGION, startWorld, type World } from '../_world/world.ts';

const FUNCTIONS = join(import.meta.dirname, '../../../fixtures/functions');

describe('Lambda', () => {
  let world: World;
  const invoke = async (event: unknown, FunctionName = 'kubeferry-greet', more: object = {}) => {
    const lambda = new LambdaClient(world.client());
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }));
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    return { ...answer, payload: text === '' ? undefined : JSON.parse(text) };
  };
  const deploy = (name: string, folder: string, more: object = {}) =>
    world.lambda.createFunction({
      name,
      account: HUB,
      region: REGION,
      roleArn: `arn:aws:iam::${HUB}:role/kubeferry-greet`,
      codeFolder: join(FUNCTIONS, folder),
      handler: 'index.handler',
      environment: { GREETING: 'ahoy' },
      timeoutSeconds: 10,
      memoryMegabytes: 128,
      ...more,
    });

  beforeAll(async () => {
    world = await startWorld();
    const trust = {
      Statement: { Effect: 'Allow' as const, Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    };
    world.iam.createRole({ account: HUB, name: 'kubeferry-greet', trust });
    deploy('kubeferry-greet', 'greet');
    deploy('kubeferry-short', 'greet', { timeoutSeconds: 0.3 });
    deploy('kubeferry-broken', 'import-error');
  });
  afterAll(() => world.stop());

  it('runs the bundled function with its environment, role and context', async () => {
    const { payload, FunctionError } = await invoke({ name: 'Ada' });
    expect(FunctionError).toBeUndefined();
    expect(payload).toMatchObject({
      hello: 'Ada',
      region: REGION,
      greeting: 'ahoy',
      role: true,
      // Of the machine that it runs on, it gets the path alone.
      variables: ['GREETING', 'LANG', 'PATH', 'TZ'],
      function: 'kubeferry-greet',
      arn: `arn:aws:lambda:${REGION}:${HUB}:function:kubeferry-greet`,
    });
    expect(payload.remaining).toBeGreaterThan(5000);
    expect(payload.remaining).toBeLessThanOrEqual(10_000);
  });

  it('keeps an environment warm', async () => {
    const first = await invoke({ name: 'a' });
    const second = await invoke({ name: 'b' });
    expect(second.payload.warm).toBe(first.payload.warm + 1);
  });

  it('runs invocations of one function in parallel', async () => {
    const started = performance.now();
    await Promise.all([1, 2, 3, 4].map(() => invoke({ name: 'p', wait: 500 })));
    expect(performance.now() - started).toBeLessThan(1900);
  });

  it('reports a thrown error by its name', async () => {
    const { payload, FunctionError } = await invoke({ name: 'x', fail: 'snap-1 ended in error' });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'SnapshotFailed', errorMessage: 'snap-1 ended in error' });
    expect(payload.trace[0]).toContain('snap-1 ended in error');
  });

  it('ends a function at its timeout, and starts a new one for the next call', async () => {
    const { payload, FunctionError } = await invoke({ hang: true }, 'kubeferry-short');
    expect(FunctionError).toBe('Unhandled');
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toMatch(/^RequestId: [0-9a-f-]+ Error: Task timed out after 0\.30 seconds$/);
    expect((await invoke({ name: 'next' })).payload.hello).toBe('next');
  });

  it.each([
    ['exits', { exit: true }, 'kubeferry-greet', 'Runtime.ExitError', 'exit status 3'],
    ['runs out of memory', { hoard: true }, 'kubeferry-greet', 'Runtime.ExitError', 'signal: killed'],
    ['answers too much', { bytes: 6_291_457 }, 'kubeferry-greet', 'Function.ResponseSizeTooLarge', 'exceeded maximum'],
    ['cannot be loaded', {}, 'kubeferry-broken', 'Runtime.ImportModuleError', 'Cannot find module'],
  ])('reports a function that %s', async (_, event, name, errorType, message) => {
    const { payload } = await invoke(event, name);
    expect(payload.errorType).toBe(errorType);
    expect(payload.errorMessage).toContain(message);
  });

  it('keeps the log of each function', async () => {
    await invoke({ name: 'logged' });
    expect(world.logs.read('/aws/lambda/kubeferry-greet')).toContain('greeting logged');
  });

  it('runs events without an answer, and published versions', async () => {
    const event = await invoke({ name: 'later' }, 'kubeferry-greet', { InvocationType: 'Event' });
    expect(event).toMatchObject({ StatusCode: 202, payload: undefined });
    const version = world.lambda.publishVersion(`arn:aws:lambda:${REGION}:${HUB}:function:kubeferry-greet`);
    const { payload, ExecutedVersion } = await invoke({ name: 'v' }, 'kubeferry-greet', { Qualifier: version });
    expect(ExecutedVersion).toBe('1');
    expect(payload.arn).toMatch(/:kubeferry-greet:1$/);
    await expect(invoke({}, 'kubeferry-greet', { Qualifier: '2' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('loses an answer after the work was done, as a fault says', async () => {
    world.faults.add({ on: 'lambda:greet', nth: 1, effect: { kind: 'kill-after' } });
    const { payload } = await invoke({ name: 'lost' });
    expect(payload.errorType).toBe('Lambda.Unknown');
    expect(world.logs.read('/aws/lambda/kubeferry-greet')).toContain('greeting lost');
    expect((await invoke({ name: 'kept' })).payload.hello).toBe('kept');
  });
});
