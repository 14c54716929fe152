import type { Execution } from '../../emulator/states/execution/execution.ts';
import type { Json } from '../../kube/kube-object.ts';
import type { FakeFunction } from '../emulator/states/memory-host.ts';
import { ARN, FUNCTION, invoke, machine, type World, world } from '../emulator/states/run.ts';
import { readMachines, readSteps } from './rules/machine-file.ts';
import { kebab } from './rules/naming.ts';

/** What a replaced function or child machine does at each call in turn; the last one stays. */
export type Script = (Json | Error | FakeFunction)[];

export interface MachineRun {
  execution: Execution;
  /** States in the order in which they were entered, in the machine itself and in its Map Runs. */
  visited: string[];
  /** Functions and machines in the order in which they were called. */
  called: { name: string; payload: Json; attempt?: Json }[];
  world: World;
}

export interface RunRequest {
  machine: string;
  input: Json;
  /** By name of the function or the machine that is called. */
  scripts: Record<string, Script>;
  /** Run the real child machines too, so that only functions are replaced. */
  withChildren?: boolean;
  /** `bucket/key` -> text, for Distributed Maps. */
  objects?: Record<string, string>;
}

const files = new Map(readMachines().map(({ name, text }) => [name, text]));
const steps = readSteps();

/** Runs one real machine with everything that it calls replaced; a call without a script is an error. */
export async function runMachine(request: RunRequest): Promise<MachineRun> {
  const made = prepareWorld(request);
  const execution = await made.run(request.machine, request.input);
  return { execution, visited: visitedBy(made, execution), called: made.host.invoked.map(withoutAttempt), world: made };
}

/** Which attempt of a state it is stands beside what it is about. */
function withoutAttempt({ name, payload }: { name: string; payload: Json }) {
  const { attempt, ...rest } = payload as Record<string, Json>;
  return attempt === undefined ? { name, payload } : { name, payload: rest, attempt };
}

/** The machine and what it calls, ready to run. */
export function prepareWorld({ machine: name, scripts, withChildren = false, objects = {} }: RunRequest): World {
  const made = world(Object.fromEntries(Object.entries(scripts).map(([called, script]) => [called, play(script)])));
  for (const [key, text] of Object.entries(objects)) made.host.objects.set(key, text);
  for (const [child, text] of files)
    made.add(child, withChildren || child === name ? substitute(text) : standIn(child));
  return made;
}

function play(script: Script): FakeFunction {
  const rest = [...script];
  return (payload, signal) => {
    const next = rest.length > 1 ? rest.shift() : rest[0];
    if (next instanceof Error) throw next;
    return typeof next === 'function' ? next(payload, signal) : (next ?? null);
  };
}

/** A child machine that does what its script says, and fails with the script's error. */
const standIn = (name: string) => machine({ [name]: invoke(name) });

/** ARNs of functions and machines, the bucket and the route: what the deployed app substitutes. */
function substitute(text: string): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (!name.endsWith('Arn')) return name.toLowerCase();
    const target = kebab(name.slice(0, -'Arn'.length));
    return (steps.includes(target) ? FUNCTION : ARN) + target;
  });
}

function visitedBy({ engine }: World, execution: Execution): string[] {
  const belongs = (other: Execution) => other === execution || other.mapRun?.parent === execution;
  const all = [...engine.executions.values()].filter(belongs).flatMap(({ history }) => history.events);
  return all.flatMap(({ details }) => {
    const entered = details.stateEnteredEventDetails as { name: string } | undefined;
    return entered ? [entered.name] : [];
  });
}
