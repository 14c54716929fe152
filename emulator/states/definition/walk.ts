import type { State, Workflow } from './schema.ts';

/** One state of a machine with the way to it: the states around it, outermost first. */
export interface Placed {
  name: string;
  state: State;
  /** The scope that holds it: transitions never leave it. */
  scope: Workflow;
  around: Placed[];
}

/** Every state of a machine, those of branches and item processors too, in the order of the file. */
export function* statesOf(scope: Workflow, around: Placed[] = []): Generator<Placed> {
  for (const [name, state] of Object.entries(scope.States)) {
    const placed = { name, state, scope, around };
    yield placed;
    for (const inner of scopesIn(state)) yield* statesOf(inner, [...around, placed]);
  }
}

/** The scopes that a state opens: branches, or the item processor. */
export function scopesIn(state: State): Workflow[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor] : [];
}

/** Where a state may go next; nothing for a state that ends its scope. */
export function targetsOf(state: State): string[] {
  const catchers = 'Catch' in state ? (state.Catch ?? []).map((catcher) => catcher.Next) : [];
  if (state.Type === 'Choice') {
    const rules = state.Choices.map((rule) => rule.Next);
    return state.Default === undefined ? rules : [...rules, state.Default];
  }
  return 'Next' in state && state.Next !== undefined ? [state.Next, ...catchers] : catchers;
}

export const isDistributed = (state: State): boolean =>
  state.Type === 'Map' && state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
