import { describe, expect, it } from 'vitest';
import { named } from './memory-host.ts';
import { invoke, machine, runOnce, typesOf, world } from './run.ts';

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

describe('a Parallel state', () => {
  it('calls off the other branches when one fails, and reports its error', async () => {
    const { execution } = await runOnce(
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [branch('Slow', { Type: 'Wait', Seconds: 100, End: true }), branch('Bad', invoke('bad'))],
          Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput.Error %}', Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Succeed' },
      }),
      { functions: { bad: () => Promise.reject(named('Broken')) } },
    );
    expect(execution.output).toBe('Broken');
    expect(typesOf(execution)).toContain('WaitStateAborted');
    expect((execution.stoppedAt?.getTime() ?? 0) - execution.startedAt.getTime()).toBeLessThan(100_000);
  });

  it('hands its Arguments to every branch, and lets them see the variables around it', async () => {
    const { execution } = await runOnce(
      machine({
        Set: { Type: 'Pass', Assign: { around: 1 }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Arguments: { n: 41 },
          Branches: [branch('Add', { Type: 'Pass', Output: '{% $states.input.n + $around %}', End: true })],
          Output: '{% $sum($states.result) %}',
          End: true,
        },
      }),
    );
    expect(execution.output).toBe(42);
  });

  it('redrives only the branches that failed', async () => {
    let broken = true;
    const made = world({ good: () => 'good', bad: () => (broken ? Promise.reject(named('Broken')) : 'repaired') });
    made.add(
      'm',
      machine({
        Both: { Type: 'Parallel', Branches: [branch('Good', invoke('good')), branch('Bad', invoke('bad'))], End: true },
      }),
    );
    const execution = made.start('m');
    await execution.finished;
    broken = false;
    made.host.invoked.length = 0;
    made.engine.redrive(execution);
    await execution.finished;
    expect(execution.output).toEqual(['good', 'repaired']);
    expect(made.host.invoked.map(({ name }) => name)).toEqual(['bad']);
  });
});

describe('an inline Map', () => {
  it('runs one iteration after the other with MaxConcurrency 1, and stops at the first failure', async () => {
    const definition = machine({
      Each: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: branch('Work', invoke('work')), End: true },
    });
    const { execution, world: made } = await runOnce(definition, {
      input: [1, 2, 3],
      functions: { work: (payload) => (payload === 2 ? Promise.reject(named('Two')) : payload) },
    });
    expect(execution.failure?.error).toBe('Two');
    expect(made.host.invoked.map(({ payload }) => payload)).toEqual([1, 2]);
    expect(typesOf(execution).filter((type) => type.startsWith('MapIteration'))).toEqual([
      'MapIterationStarted',
      'MapIterationSucceeded',
      'MapIterationStarted',
      'MapIterationFailed',
    ]);
  });

  it('begins all iterations afresh when the Map is retried', async () => {
    let attempts = 0;
    const { execution, world: made } = await runOnce(
      machine({
        Each: {
          Type: 'Map',
          Items: [1, 2],
          MaxConcurrency: 1,
          ItemProcessor: branch('Work', invoke('work')),
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          End: true,
        },
      }),
      {
        functions: { work: (payload) => (payload === 2 && attempts++ === 0 ? Promise.reject(named('Once')) : payload) },
      },
    );
    expect(execution.output).toEqual([1, 2]);
    expect(made.host.invoked.map(({ payload }) => payload)).toEqual([1, 2, 1, 2]);
  });

  it('has an empty result for no items', async () => {
    const Each = { Type: 'Map', Items: [], ItemProcessor: branch('Work', invoke('work')), End: true };
    expect((await runOnce(machine({ Each }))).execution.output).toEqual([]);
  });
});

describe('the context object', () => {
  it('tells the execution, the machine and the state, and counts retries', async () => {
    const { execution } = await runOnce(
      machine({
        Look: invoke('work', {
          Output: '{% $states.context %}',
          Retry: [{ ErrorEquals: ['Once'], IntervalSeconds: 3 }],
        }),
      }),
      { input: { a: 1 }, functions: { work: failOnce() } },
    );
    expect(execution.output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:111111111111:execution:m:run-0',
        Input: { a: 1 },
        Name: 'run-0',
        RoleArn: 'arn:aws:iam::111111111111:role/machine',
        StartTime: '2026-11-22T10:00:00Z',
        RedriveCount: 0,
      },
      State: { EnteredTime: '2026-11-22T10:00:00Z', Name: 'Look', RetryCount: 1 },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:111111111111:stateMachine:m', Name: 'm' },
    });
  });
});

function failOnce() {
  let failed = false;
  return () => {
    if (failed) return null;
    failed = true;
    throw named('Once');
  };
}

describe('JSONata in Step Functions', () => {
  it.each([
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$range(0, 10, 4)', [0, 4, 8]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    // printf abc | sha256sum
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
    ['$parse(\'{"a":[1]}\').a', [1]],
    ['($a := [{"n":1},{"n":2}]; $a[n>1].n)', 2],
  ])('evaluates %s', async (source, expected) => {
    const { execution } = await runOnce(machine({ A: { Type: 'Pass', Output: `{% ${source} %}`, End: true } }));
    expect(execution.output).toEqual(expected);
  });

  it.each(['$states.input.none', '$unknown', '1 + "a"', '$hash("a", "CRC")', '$uppercase', '{"f": function($x){$x}}'])(
    'fails by States.QueryEvaluationError for %s',
    async (source) => {
      const { execution } = await runOnce(machine({ A: { Type: 'Pass', Output: `{% ${source} %}`, End: true } }));
      expect(execution.failure?.error).toBe('States.QueryEvaluationError');
    },
  );

  it('leaves strings alone that are no expressions', async () => {
    const Output = { a: '$states.input', b: ['{ % 1 % }', 7, null] };
    expect((await runOnce(machine({ A: { Type: 'Pass', Output, End: true } }))).execution.output).toEqual(Output);
  });
});
