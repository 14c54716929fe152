import { describe, expect, it } from 'vitest';
import { fileOf, given, task } from './rules/examples.ts';
import * as handling from './rules/handling.ts';
import type { MachineFile, Rule } from './rules/machine-file.ts';
import { namesTasksAfterSteps, repeatedNames, substitutesOnlyValues, unusedSteps } from './rules/naming.ts';
import { RETRIES, retriesAsTheTableSays, waitsOf } from './rules/retries.ts';
import * as shape from './rules/shape.ts';
import { knowsItsVariables } from './rules/variables.ts';

const inner = (states: Record<string, object>, mode: object) => ({
  ProcessorConfig: mode,
  StartAt: Object.keys(states)[0],
  States: states,
});

const good = fileOf({ 'Start clone': task('StartClone') });
const naming = namesTasksAfterSteps(['start-clone'], ['do-it']);

/** What is broken, the rule that finds it, a part of its sentence. */
const BROKEN: [string, Rule, MachineFile, string][] = [
  [
    'a target that is missing',
    shape.isUnderstood,
    fileOf({ A: task('A', { End: undefined, Next: 'B' }) }),
    "no state 'B'",
  ],
  ['a state that nothing reaches', shape.isUnderstood, fileOf({ A: task('A'), B: task('B') }), 'no transition leads'],
  ['a field that nobody knows', shape.isUnderstood, fileOf({ A: task('A', { Credentials: {} }) }), "'Credentials'"],
  ['no state to start at', shape.isValid, fileOf({ A: task('A') }, { StartAt: undefined }), 'StartAt'],
  [
    'sixteen states',
    shape.hasFewStates,
    fileOf(Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`S${at}`, task('A')]))),
    '16 states',
  ],
  [
    'a query language in a state',
    shape.hasOneQueryLanguage,
    fileOf({ A: task('A', { QueryLanguage: 'JSONata' }) }),
    'of its own',
  ],
  ['JSONPath', shape.hasOneQueryLanguage, fileOf({ A: task('A') }, { QueryLanguage: 'JSONPath' }), 'not JSONata'],
  [
    'a Comment without its output',
    shape.saysWhatItDoes,
    fileOf({ A: task('A') }, { Comment: 'Input: {}.' }),
    'Output:',
  ],
  [
    'a Task without a limit',
    handling.limitsEachTask,
    fileOf({ A: task('A', { TimeoutSeconds: undefined }) }),
    'TimeoutSeconds',
  ],
  [
    'an error that nobody throws',
    handling.namesKnownErrors,
    fileOf({ A: task('A', { Retry: [{ ErrorEquals: ['Throtled'] }] }) }),
    "'Throtled'",
  ],
  [
    'no permanent errors before the transient ones',
    handling.retriesInOrder,
    fileOf({ A: task('A', { Retry: [{ ErrorEquals: ['Throttled'], JitterStrategy: 'FULL' }] }) }),
    'MaxAttempts 0',
  ],
  [
    'a permanent error that is retried',
    handling.retriesInOrder,
    fileOf({
      A: task('A', {
        Retry: [
          { ErrorEquals: ['NotFound'], MaxAttempts: 0 },
          { ErrorEquals: ['AccessDenied'], JitterStrategy: 'FULL' },
        ],
      }),
    }),
    'permanent, but retried',
  ],
  [
    'a transient error that is never retried',
    handling.retriesInOrder,
    fileOf({ A: task('A', { Retry: [{ ErrorEquals: ['Throttled'], MaxAttempts: 0 }] }) }),
    'never retried',
  ],
  [
    'retries without jitter',
    handling.retriesInOrder,
    fileOf({
      A: task('A', { Retry: [{ ErrorEquals: ['NotFound'], MaxAttempts: 0 }, { ErrorEquals: ['Throttled'] }] }),
    }),
    'no jitter',
  ],
  [
    'a wait for capacity that gives up after minutes',
    retriesAsTheTableSays,
    fileOf({ A: task('A', { Retry: [{ ...RETRIES.capacity, MaxAttempts: 8 }, RETRIES['a mishap']] }) }),
    "the figures of 'capacity'",
  ],
  [
    'the start of a child machine whose throttle is not retried',
    retriesAsTheTableSays,
    fileOf({
      A: task('A', {
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Retry: [{ ErrorEquals: ['StepFunctions.ThrottlingException'], JitterStrategy: 'FULL' }],
      }),
    }),
    'the start of a child machine',
  ],
  [
    'retriers behind a wildcard',
    handling.retriesInOrder,
    fileOf({
      A: task('A', {
        Retry: [
          { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 0 },
          { ErrorEquals: ['Throttled'], JitterStrategy: 'FULL' },
        ],
      }),
    }),
    'never come into play',
  ],
  ['an untold attempt', handling.saysItsAttempt, fileOf({ A: task('A', { Arguments: {} }) }), 'which attempt'],
  ['a Task that nobody catches', handling.catchesEverything, fileOf({ A: task('A', { Catch: undefined }) }), 'nowhere'],
  [
    'only a general catcher',
    handling.catchesEverything,
    fileOf({ A: task('A', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'It failed' }] }) }),
    'specific errors first',
  ],
  [
    'a catcher of States.ALL alone that may not take too much data',
    handling.catchesTooMuchDataByName,
    fileOf({
      A: task('A', {
        Catch: [
          { ErrorEquals: ['AccessDenied'], Next: 'It failed' },
          { ErrorEquals: ['States.ALL'], Next: 'It failed' },
        ],
      }),
    }),
    'not States.DataLimitExceeded',
  ],
  [
    'a tolerance in an inline Map',
    handling.toleratesOnlyInDistributedMaps,
    fileOf({
      A: {
        Type: 'Map',
        ToleratedFailureCount: 1,
        ItemProcessor: inner({ B: task('B') }, { Mode: 'INLINE' }),
        End: true,
      },
    }),
    'an inline Map',
  ],
  [
    'a failure that ends well',
    handling.failsAfterFailure,
    fileOf({
      A: task('A', { Catch: [{ ErrorEquals: ['NotFound'], Next: 'B' }] }),
      B: task('B', { End: undefined, Next: 'C', Catch: undefined }),
      C: { Type: 'Pass', End: true },
    }),
    "ends well in 'C'",
  ],
  ['a Task with another name than its step', naming, fileOf({ 'Begin it': task('StartClone') }), 'not named after it'],
  ['a step without a folder', naming, fileOf({ 'End clone': task('EndClone') }), 'no folder'],
  [
    'a machine that does not exist',
    naming,
    fileOf({ A: task('A', { Arguments: { StateMachineArn: given('NoneArn') } }) }),
    "machine 'none'",
  ],
  ['a call of nothing', naming, fileOf({ A: task('A', { Arguments: {} }) }), 'neither a function nor a machine'],
  ['a substituted name', substitutesOnlyValues, fileOf({ [given('Bucket')]: task('A') }), 'in a name'],
  [
    'an unknown substitution',
    substitutesOnlyValues,
    fileOf({ A: task('A', { Output: given('Colour') }) }),
    given('Colour'),
  ],
  [
    'a variable that nobody assigns',
    knowsItsVariables,
    fileOf({ A: task('A', { Output: '{% $clonne %}' }) }),
    '$clonne',
  ],
  [
    'an outer variable inside a Distributed Map',
    knowsItsVariables,
    fileOf({
      A: {
        Type: 'Map',
        Assign: { clone: 1 },
        ItemProcessor: inner({ B: task('B', { Output: '{% $clone %}' }) }, { Mode: 'DISTRIBUTED' }),
        End: true,
      },
    }),
    '$clone',
  ],
];

describe('the rules over machines', () => {
  it('have nothing against a good one', () => {
    const rules = [
      ...Object.values(shape),
      ...Object.values(handling),
      retriesAsTheTableSays,
      naming,
      substitutesOnlyValues,
      knowsItsVariables,
    ];
    expect(rules.flatMap((rule) => rule(good))).toEqual([]);
  });

  it.each(BROKEN)('find %s', (_, rule, file, part) => {
    expect(rule(file).join('\n')).toContain(part);
  });

  it('let an inner state see the variables around an inline Map', () => {
    const around = { Type: 'Map', Assign: { clone: 1 }, End: true };
    const ItemProcessor = inner({ B: task('B', { Output: '{% $clone %}' }) }, { Mode: 'INLINE' });
    expect(knowsItsVariables(fileOf({ A: { ...around, ItemProcessor } }))).toEqual([]);
  });

  it('take a wildcard that is never retried behind what is', () => {
    const Retry = [
      { ErrorEquals: ['StepFunctions.ThrottlingException'], JitterStrategy: 'FULL' },
      { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 0 },
    ];
    expect(handling.retriesInOrder(fileOf({ A: task('A', { Retry }) }))).toEqual([]);
  });

  it('know how long a retrier waits in all', () => {
    const retrier = { ErrorEquals: ['E'], IntervalSeconds: 3, MaxAttempts: 4, BackoffRate: 2 };
    expect(waitsOf(retrier)).toEqual({ most: 3 + 6 + 12 + 24, average: 45 });
    expect(waitsOf({ ...retrier, MaxDelaySeconds: 10, JitterStrategy: 'FULL' })).toEqual({ most: 29, average: 14.5 });
  });

  it('find names in two machines, and steps in none', () => {
    expect(repeatedNames([good, good])).toEqual(['Start clone', 'It failed']);
    expect(unusedSteps([good], ['start-clone', 'end-clone'])).toEqual(['end-clone']);
  });
});
