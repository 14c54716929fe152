import { describe, expect, it } from 'vitest';
import { named } from './memory-host.ts';
import { ARN, invoke, machine, runOnce, typesOf, world } from './run.ts';

describe('the main path of a machine', () => {
  it('passes variables and outputs through Pass, Choice, Task and Succeed', async () => {
    const { execution } = await runOnce(
      machine({
        Prepare: { Type: 'Pass', Assign: { a: 1, b: 2 }, Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Swap' },
        Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'Enough?' },
        'Enough?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.n > 5 %}', Next: 'Double' }],
          Default: 'No',
        },
        Double: invoke('double', { Next: 'Done' }),
        Done: { Type: 'Succeed', Output: { result: '{% $states.input %}', a: '{% $a %}', b: '{% $b %}' } },
        No: { Type: 'Fail', Error: 'TooSmall', Cause: "{% 'n is ' & $states.input.n %}" },
      }),
      { input: { n: 5 }, functions: { double: (payload) => (payload as { n: number }).n * 2 } },
    );
    expect(execution.output).toEqual({ result: 12, a: 2, b: 1 });
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('ends in the error and cause of a Fail state', async () => {
    const { execution } = await runOnce(
      machine({ No: { Type: 'Fail', Error: 'TooSmall', Cause: "{% 'n is ' & 3 %}" } }),
    );
    expect(execution.status).toBe('FAILED');
    expect(execution.failure?.output).toEqual({ Error: 'TooSmall', Cause: 'n is 3' });
  });

  it('retries what a retrier lists with growing waits, then catches', async () => {
    const { execution, world: made } = await runOnce(
      machine({
        Work: invoke('work', {
          Retry: [
            { ErrorEquals: ['Permanent'], MaxAttempts: 0 },
            { ErrorEquals: ['Throttled'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 10 },
          ],
          Catch: [{ ErrorEquals: ['Throttled'], Output: '{% $states.errorOutput %}', Next: 'Caught' }],
        }),
        Caught: {
          Type: 'Pass',
          Output: '{% $states.input.Error & "/" & $parse($states.input.Cause).errorMessage %}',
          End: true,
        },
      }),
      { functions: { work: () => Promise.reject(named('Throttled', 'slow down')) } },
    );
    expect(execution.output).toBe('Throttled/slow down');
    const seconds = made.host.invoked.map(({ at }) => (at.getTime() - Date.parse('2026-11-22T10:00:00Z')) / 1000);
    expect(seconds).toEqual([0, 2, 8, 18]);
  });

  it('runs a child machine and gives its parsed output, or its description as the cause of its failure', async () => {
    const made = world();
    made.add(
      'child',
      machine({
        'Is it good?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.good %}', Next: 'Yes' }],
          Default: 'Bad',
        },
        Yes: { Type: 'Pass', Output: { answer: 42 }, End: true },
        Bad: { Type: 'Fail', Error: 'NotGood', Cause: 'bad input' },
      }),
    );
    made.add(
      'parent',
      machine({
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: `${ARN}child`, Input: '{% $states.input %}' },
          Output: '{% $states.result.Output %}',
          End: true,
        },
      }),
    );
    expect((await made.run('parent', { good: true })).output).toEqual({ answer: 42 });
    const failed = await made.run('parent', { good: false });
    expect(failed.failure?.error).toBe('States.TaskFailed');
    expect(JSON.parse(failed.failure?.stateCause ?? '')).toMatchObject({
      Status: 'FAILED',
      Error: 'NotGood',
      Cause: 'bad input',
      Input: '{"good":false}',
    });
    expect(typesOf(failed)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskFailed',
      'ExecutionFailed',
    ]);
  });

  it('runs branches and iterations side by side', async () => {
    const { execution } = await runOnce(
      machine({
        Both: {
          Type: 'Parallel',
          Assign: { sum: '{% $sum($states.result) %}' },
          Next: 'Each',
          Branches: [
            machineless('one', { Type: 'Pass', Output: 1, End: true }),
            machineless('two', { Type: 'Pass', Output: 2, End: true }),
          ],
        },
        Each: {
          Type: 'Map',
          Items: [10, 20],
          ItemSelector: { v: '{% $states.context.Map.Item.Value + $sum %}', i: '{% $states.context.Map.Item.Index %}' },
          ItemProcessor: machineless('it', {
            Type: 'Pass',
            Output: '{% $states.input.v + $states.input.i %}',
            End: true,
          }),
          End: true,
        },
      }),
    );
    expect(execution.output).toEqual([13, 24]);
  });
});

const machineless = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
