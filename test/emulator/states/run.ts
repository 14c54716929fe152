import { readDefinition } from '../../../emulator/states/definition/read-definition.ts';
import type { StateMachine } from '../../../emulator/states/definition/schema.ts';
import type { Execution } from '../../../emulator/states/execution/execution.ts';
import { createEngine } from '../../../emulator/states/service/engine.ts';
import type { Machine } from '../../../emulator/states/service/machines.ts';
import { findProgram, startNamed } from '../../../emulator/states/service/start.ts';
import type { StatesEngine } from '../../../emulator/states/service/states-engine.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { type FakeFunction, type MemoryHost, memoryHost } from './memory-host.ts';

export const ARN = 'arn:aws:states:eu-west-1:111111111111:stateMachine:';
export const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function:';

export interface World {
  host: MemoryHost;
  engine: StatesEngine;
  add(name: string, definition: object | string): void;
  start(name: string, input?: Json, execution?: string): Execution;
  run(name: string, input?: Json): Promise<Execution>;
}

/** Machines on a host in memory, with functions replaced. */
export function world(functions: Record<string, FakeFunction> = {}): World {
  const host = memoryHost(functions);
  const engine = createEngine(host);
  const start: World['start'] = (name, input = {}, execution = `run-${engine.executions.size}`) =>
    startNamed(engine, findProgram(engine, ARN + name), input, execution);
  return {
    host,
    engine,
    add: (name, definition) => void engine.machines.set(ARN + name, machineOf(name, definition)),
    start,
    async run(name, input) {
      const execution = start(name, input);
      await execution.finished;
      return execution;
    },
  };
}

function machineOf(name: string, definition: object | string): Machine {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return {
    arn: ARN + name,
    name,
    account: '111111111111',
    region: 'eu-west-1',
    roleArn: 'arn:aws:iam::111111111111:role/machine',
    definition: text,
    parsed: readOnce(text),
    createdAt: new Date(0),
    revisionId: 'r',
    tags: {},
    versions: new Map(),
  };
}

/** A definition is never changed by what runs it. */
const read = new Map<string, StateMachine>();
function readOnce(text: string): StateMachine {
  const machine = read.get(text) ?? readDefinition(text);
  read.set(text, machine);
  return machine;
}

/** A JSONata machine of the given states; the first is the start. */
export const machine = (States: Record<string, object>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

/** Runs one machine once. */
export async function runOnce(
  definition: object,
  { input = {}, functions = {} }: { input?: Json; functions?: Record<string, FakeFunction> } = {},
): Promise<{ execution: Execution; world: World }> {
  const made = world(functions);
  made.add('m', definition);
  return { execution: await made.run('m', input), world: made };
}

/** A Task that invokes a function with the state's input and answers its payload. */
export const invoke = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION + name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

export const typesOf = ({ history }: Execution): string[] => history.events.map(({ type }) => type);
