import { describe, expect, it } from 'vitest';
import { InvalidDefinition, readDefinition } from '../../../emulator/states/definition/read-definition.ts';
import { FUNCTION, invoke, machine } from './run.ts';

function problemsOf(definition: object): readonly string[] {
  try {
    readDefinition(JSON.stringify(definition));
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}

const end = { Type: 'Pass', End: true };
const map = (more: object, config: object = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }) => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: config, StartAt: 'In', States: { In: end } },
  End: true,
  ...more,
});
const reader = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'k' } };

/** A machine, and parts of the sentence that refuses it: the state and the field among them. */
const REFUSED: [string, object, string[]][] = [
  ['a field of JSONPath', machine({ A: { ...end, ResultPath: '$.a' } }), ["'A'", "'ResultPath'"]],
  ['a machine in JSONPath', machine({ A: end }, { QueryLanguage: undefined }), ['QueryLanguage', 'JSONata']],
  ['a state in JSONPath', machine({ A: { ...end, QueryLanguage: 'JSONPath' } }), ["'A'", "'QueryLanguage'"]],
  ['an unknown state type', machine({ A: { Type: 'Activity' } }), ["'A'", "'Type'"]],
  ['Credentials', machine({ A: invoke('f', { Credentials: { RoleArn: 'r' } }) }), ["'A'", "'Credentials'"]],
  ['a field in an inner state', machine({ M: map({}, { Mode: 'INLINE', Speed: 1 }) }), ["'M'", "'Speed'"]],
  [
    'a field of a retrier',
    machine({ A: invoke('f', { Retry: [{ ErrorEquals: ['E'], Max: 1 }] }) }),
    ["'A'", "'Retry/0'", "'Max'"],
  ],
  [
    'a service',
    machine({ A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }),
    ["'A'", "'Resource'", 'sqs'],
  ],
  [
    'the old .sync',
    machine({ A: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync', End: true } }),
    ["'A'", "'Resource'"],
  ],
  [
    'an argument',
    machine({ A: invoke('f', { Arguments: { FunctionName: `${FUNCTION}f`, Qualifier: '1' } }) }),
    ["'A'", "'Qualifier'"],
  ],
  [
    'a missing argument',
    machine({ A: invoke('f', { Arguments: { Payload: 1 } }) }),
    ["'A'", "'FunctionName' is missing"],
  ],
  ['heartbeats without a token', machine({ A: invoke('f', { HeartbeatSeconds: 5 }) }), ["'A'", "'HeartbeatSeconds'"]],
  [
    'CSV',
    machine({ M: map({ ItemReader: { ...reader, ReaderConfig: { InputType: 'CSV' } } }) }),
    ["'M'", 'ReaderConfig/InputType'],
  ],
  ['a reader without a type', machine({ M: map({ ItemReader: reader }) }), ["'M'", 'InputType']],
  [
    'a WriterConfig',
    machine({
      M: map({ ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: {}, WriterConfig: {} } }),
    }),
    ["'M'", "'WriterConfig'"],
  ],
  [
    'an inline Map with a label',
    machine({ M: map({ Label: 'each' }, { Mode: 'INLINE' }) }),
    ["'M'", 'Label', 'DISTRIBUTED'],
  ],
  ['a Distributed Map without a type', machine({ M: map({}, { Mode: 'DISTRIBUTED' }) }), ["'M'", 'ExecutionType']],
  ['a target outside of the scope', machine({ M: map({ Next: 'In', End: undefined }) }), ["'M'", "no state 'In'"]],
  ['a state that nothing reaches', machine({ A: end, B: end }), ["'B'", 'no transition']],
  ['both Next and End', machine({ A: { ...end, Next: 'A' } }), ["'A'", 'exactly one of Next and End']],
  ['two states of one name', machine({ In: map({}) }), ["'In'", 'two states']],
  [
    'States.ALL in company',
    machine({ A: invoke('f', { Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }) }),
    ["'A'", 'States.ALL'],
  ],
  [
    'States.ALL before the end',
    machine({ A: invoke('f', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) }),
    ["'A'", 'States.ALL'],
  ],
  ['$eval', machine({ A: { ...end, Output: "{% $eval('1') %}" } }), ["'A'", "'Output'", '$eval']],
  ['what is no JSONata', machine({ A: { ...end, Output: { x: '{% 1 + %}' } } }), ["'A'", "'Output/x'", 'not JSONata']],
  ['a half expression', machine({ A: { ...end, Output: '{% 1 }' } }), ["'A'", "'Output'", 'enclosed']],
  [
    'a result before there is one',
    machine({ A: invoke('f', { Arguments: { FunctionName: '{% $states.result %}' } }) }),
    ["'A'", "'Arguments/FunctionName'", '$states.result'],
  ],
  [
    'an error output without an error',
    machine({ A: invoke('f', { Output: '{% $states.errorOutput.Error %}' }) }),
    ["'A'", '$states.errorOutput'],
  ],
  [
    'an outer variable assigned inside',
    machine({
      S: { Type: 'Pass', Assign: { v: 1 }, Next: 'M' },
      M: map({ ItemProcessor: { StartAt: 'In', States: { In: { ...end, Assign: { v: 2 } } } } }),
    }),
    ["'In'", "'v'", 'outer scope'],
  ],
  ['a variable that is no name', machine({ A: { ...end, Assign: { 'x.y': 1 } } }), ["'A'", "'x.y'"]],
];

describe('a definition', () => {
  it.each(REFUSED)('is refused for %s, with the place', (_, definition, parts) => {
    const sentences = problemsOf(definition).join('\n');
    for (const part of parts) expect(sentences).toContain(part);
  });

  it('is refused with all its mistakes at once', () => {
    expect(problemsOf(machine({ A: { ...end, X: 1, Y: 2 }, B: { Type: 'Wait', Z: 3, End: true } }))).toHaveLength(3);
  });

  it('is taken with every field that is implemented', () => {
    const full = machine({
      Go: { Type: 'Wait', Comment: 'c', Timestamp: '2026-01-01T00:00:00Z', Assign: { a: 1 }, Output: {}, Next: 'M' },
      M: map({
        ItemReader: { ...reader, ReaderConfig: { InputType: 'JSONL', MaxItems: '{% $a %}' } },
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2, MaxInputBytesPerBatch: 1000, BatchInput: {} },
        MaxConcurrency: 3,
        ToleratedFailureCount: 1,
        ToleratedFailurePercentage: '{% 5 %}',
        Label: 'map',
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b' } },
        Retry: [
          {
            ErrorEquals: ['E'],
            IntervalSeconds: 1,
            MaxAttempts: 2,
            BackoffRate: 1.5,
            MaxDelaySeconds: 9,
            JitterStrategy: 'FULL',
          },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput %}' }, Output: {}, Next: 'F' }],
      }),
      F: { Type: 'Fail', Error: 'E', Cause: '{% $e.Cause %}' },
    });
    expect(problemsOf(full)).toEqual([]);
  });
});
