import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../emulator/states/base/errors.ts';
import { nextDelay } from '../../../emulator/states/interpreter/retry.ts';
import { named } from './memory-host.ts';
import { FUNCTION, invoke, machine, runOnce, typesOf, world } from './run.ts';

describe('an error name', () => {
  it.each([
    ['Mine', ['Mine'], true],
    ['Mine', ['mine'], false],
    ['Mine', ['Other'], false],
    ['Mine', ['States.ALL'], true],
    ['Mine', ['States.TaskFailed'], true],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['States.HeartbeatTimeout', ['States.Timeout'], true],
    ['States.DataLimitExceeded', ['States.ALL'], true],
    ['States.DataLimitExceeded', ['States.TaskFailed'], false],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.Runtime', ['States.Runtime'], false],
  ])('%s is taken by %j: %s', (error, names, taken) => expect(matches(names, error)).toBe(taken));
});

describe('a retrier', () => {
  const retrier = {
    ErrorEquals: ['E'],
    IntervalSeconds: 3,
    MaxAttempts: 4,
    BackoffRate: 2,
    JitterStrategy: 'NONE',
  } as const;
  const delays = (more: object, random = () => 0.5) => {
    const retriers = [{ ...retrier, ErrorEquals: ['E'], ...more }];
    const used = new Map();
    return Array.from({ length: 5 }, () => nextDelay(retriers, used, 'E', random));
  };

  it('waits longer each time, up to a limit, and gives up', () => {
    expect(delays({})).toEqual([3, 6, 12, 24, undefined]);
    expect(delays({ MaxDelaySeconds: 10 })).toEqual([3, 6, 10, 10, undefined]);
    expect(delays({ MaxAttempts: 0 })).toEqual(Array(5).fill(undefined));
    expect(delays({ JitterStrategy: 'FULL' })).toEqual([1.5, 3, 6, 12, undefined]);
  });

  it('never waits longer with jitter than without', () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(share, (random) => {
        const calm = delays({});
        return delays({ JitterStrategy: 'FULL' }, () => random).every((delay, at) => (delay ?? 0) <= (calm[at] ?? 0));
      }),
    );
  });

  it('counts by itself, over all errors of one visit: the example of the developer guide', () => {
    const a = { ...retrier, ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, MaxAttempts: 2 };
    const c = { ...retrier, ErrorEquals: ['ErrorC'], IntervalSeconds: 5 };
    const used = new Map();
    const waits = ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'].map((error) => nextDelay([a, c], used, error, () => 0));
    expect(waits).toEqual([1, 2, 5, undefined]);
  });
});

describe('a failing state', () => {
  it('hands what a function threw to its catcher: the name, and the payload as JSON', async () => {
    const Catch = [{ ErrorEquals: ['Mine'], Output: '{% $states.errorOutput %}', Next: 'Caught' }];
    const { execution } = await runOnce(machine({ Work: invoke('work', { Catch }), Caught: { Type: 'Succeed' } }), {
      functions: { work: () => Promise.reject(named('Mine', 'it broke')) },
    });
    expect(execution.output).toEqual({
      Error: 'Mine',
      Cause: '{"errorType":"Mine","errorMessage":"it broke","trace":[]}',
    });
    expect(typesOf(execution)).toContain('TaskFailed');
  });

  it('keeps the cause empty for a timeout', async () => {
    const Catch = [{ ErrorEquals: ['States.Timeout'], Output: '{% $states.errorOutput %}', Next: 'Caught' }];
    const { execution } = await runOnce(
      machine({ Work: invoke('work', { Catch, TimeoutSeconds: 5 }), Caught: { Type: 'Succeed' } }),
      { functions: { work: () => new Promise(() => {}) } },
    );
    expect(execution.output).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(typesOf(execution)).toContain('TaskTimedOut');
  });

  it.each([
    ['TimeoutSeconds by an expression', { TimeoutSeconds: '{% $states.input.limit %}' }, 'States.Timeout'],
    ['a limit that is no number', { TimeoutSeconds: '{% $states.input.text %}' }, 'States.QueryEvaluationError'],
    ['a limit of nothing', { TimeoutSeconds: '{% $states.input.none %}' }, 'States.QueryEvaluationError'],
  ])('ends by %s', async (_, more, error) => {
    const { execution } = await runOnce(machine({ Work: invoke('work', more) }), {
      input: { limit: 1, text: 'soon' },
      functions: { work: () => new Promise(() => {}) },
    });
    expect(execution.failure?.error).toBe(error);
  });

  it('misses heartbeats, not when they come', async () => {
    const Arguments = { FunctionName: `${FUNCTION}ask`, Payload: '{% $states.context.Task.Token %}' };
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const definition = machine({
      Ask: { Type: 'Task', Resource, Arguments, HeartbeatSeconds: 10, TimeoutSeconds: 60, End: true },
    });
    const home = { account: '111111111111', region: 'eu-west-1' };
    const silent = await runOnce(definition, { functions: { ask: () => null } });
    expect(silent.execution.failure?.error).toBe('States.HeartbeatTimeout');
    const alive = world({
      ask: (token) => {
        const beat = async () => {
          for (let count = 0; count < 4; count++) {
            await alive.host.clock.sleep(9000);
            alive.engine.tokens.heartbeat(token as string, home);
          }
          alive.engine.tokens.succeed(token as string, home, 'answered');
        };
        void beat();
        return null;
      },
    });
    alive.add('m', definition);
    expect((await alive.run('m')).output).toBe('answered');
  });

  it('is caught also when its Output cannot be evaluated', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Output: 'caught', Next: 'Caught' }];
    const { execution } = await runOnce(
      machine({
        Work: invoke('work', { Catch, Output: '{% $states.result.Payload.none %}' }),
        Caught: { Type: 'Succeed' },
      }),
      { functions: { work: () => ({}) } },
    );
    expect(execution.output).toBe('caught');
    expect(typesOf(execution)).toContain('EvaluationFailed');
  });

  it('is caught when there is too much data: by States.ALL, as recorded, and by name', async () => {
    const functions = { work: () => 'x'.repeat(262_145) };
    const caught = (name: string) => [{ ErrorEquals: [name], Output: 'caught', Next: 'Caught' }];
    const definition = (name: string) =>
      machine({ Work: invoke('work', { Catch: caught(name) }), Caught: { Type: 'Succeed' } });
    for (const name of ['States.ALL', 'States.DataLimitExceeded'])
      expect((await runOnce(definition(name), { functions })).execution.output).toBe('caught');
    const failed = await runOnce(definition('States.TaskFailed'), { functions });
    expect(failed.execution.failure?.error).toBe('States.DataLimitExceeded');
  });

  it('is States.NoChoiceMatched without a matching rule and a Default', async () => {
    const Choices = [{ Condition: '{% false %}', Next: 'End' }];
    const { execution } = await runOnce(machine({ Which: { Type: 'Choice', Choices }, End: { Type: 'Succeed' } }));
    expect(execution.failure?.error).toBe('States.NoChoiceMatched');
  });

  it.each([
    ['a refused Lambda call', 'AccessDeniedException', 'Lambda.AWSLambdaException'],
    ['a throttled Lambda call', 'TooManyRequestsException', 'Lambda.TooManyRequestsException'],
  ])('has the name of the service for %s', async (_, code, name) => {
    const { AwsError } = await import('../../../emulator/base/service.ts');
    const { execution } = await runOnce(machine({ Work: invoke('work') }), {
      functions: { work: () => Promise.reject(new AwsError(code, 'no')) },
    });
    expect(execution.failure?.error).toBe(name);
  });
});

describe('an execution', () => {
  it('times out by the limit of its machine', async () => {
    const { execution } = await runOnce(
      machine({ Long: { Type: 'Wait', Seconds: 100, End: true } }, { TimeoutSeconds: 60 }),
    );
    expect(execution.status).toBe('TIMED_OUT');
    expect(execution.failure?.error).toBe('States.Timeout');
    expect(typesOf(execution).slice(-2)).toEqual(['WaitStateAborted', 'ExecutionTimedOut']);
  });

  it('fails when its history would have more than 25,000 events', async () => {
    const { execution } = await runOnce(
      machine({ A: { Type: 'Pass', Next: 'B?' }, 'B?': { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] } }),
    );
    expect(execution.history.events).toHaveLength(25_000);
    expect(execution.failure?.stateCause).toContain('maximum number of history events (25000)');
  });
});
