import type { State, Workflow } from './schema.ts';
import { isDistributed, type Placed, scopesIn, statesOf, targetsOf } from './walk.ts';

/** Sentences on transitions, names and reachability (https://states-language.net/spec.html#transition). */
export function checkGraph(machine: Workflow): string[] {
  const placed = [...statesOf(machine)];
  return [
    ...[machine, ...placed.flatMap(({ state }) => scopesIn(state))].flatMap(checkScope),
    ...placed.flatMap(checkEnd),
    ...placed.flatMap(checkFields),
    ...repeated(placed.map(({ name }) => name)).map((name) => `state '${name}': two states have this name`),
    ...repeated(placed.flatMap(({ state }) => (state.Type === 'Map' && state.Label ? [state.Label] : []))).map(
      (label) => `Label '${label}': two Map states have it`,
    ),
  ];
}

function checkScope(scope: Workflow): string[] {
  const names = Object.keys(scope.States);
  const known = (name: string) => Object.hasOwn(scope.States, name);
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name) || !known(name)) return;
    reached.add(name);
    targetsOf(scope.States[name] as State).forEach(visit);
  };
  visit(scope.StartAt);
  return [
    ...(known(scope.StartAt) ? [] : [`StartAt: there is no state '${scope.StartAt}' beside it`]),
    ...names.flatMap((name) =>
      targetsOf(scope.States[name] as State)
        .filter((target) => !known(target))
        .map((target) => `state '${name}': there is no state '${target}' to go to`),
    ),
    ...names.filter((name) => !reached.has(name)).map((name) => `state '${name}': no transition leads to it`),
  ];
}

function checkEnd({ name, state }: Placed): string[] {
  if (!('Next' in state || 'End' in state) && ['Choice', 'Succeed', 'Fail'].includes(state.Type)) return [];
  const ways = ['Next', 'End'].filter((field) => (state as Record<string, unknown>)[field] !== undefined);
  return ways.length === 1 ? [] : [`state '${name}': it needs exactly one of Next and End`];
}

/** An inline Map may have tolerances, as recordings of AWS show; whether they do anything is not documented, and not here. */
const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'] as const;

function checkFields({ name, state }: Placed): string[] {
  const problem = (text: string) => `state '${name}': ${text}`;
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    return [problem('it needs exactly one of Seconds and Timestamp')];
  if (state.Type !== 'Map') return [];
  const found: string[] = [];
  if (state.Items !== undefined && state.ItemReader) found.push(problem('Items and ItemReader exclude each other'));
  const batch = state.ItemBatcher;
  if (batch && batch.MaxItemsPerBatch === undefined && batch.MaxInputBytesPerBatch === undefined)
    found.push(problem('ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch'));
  if (state.ItemReader?.Resource.endsWith('getObject') && !state.ItemReader.ReaderConfig.InputType)
    found.push(problem('ItemReader of s3:getObject needs ReaderConfig.InputType'));
  if (isDistributed(state)) {
    if (!state.ItemProcessor.ProcessorConfig.ExecutionType) found.push(problem('ProcessorConfig needs ExecutionType'));
    return found;
  }
  const wrong = DISTRIBUTED_ONLY.filter((field) => state[field] !== undefined);
  return [...found, ...wrong.map((field) => problem(`${field} is for Mode DISTRIBUTED only`))];
}

const repeated = (names: string[]) => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
