import type { Json } from '../../../kube/kube-object.ts';
import { Aborted } from '../base/errors.ts';
import { INLINE_CONCURRENCY } from '../base/limits.ts';
import type { StateOf } from '../definition/schema.ts';
import type { Progress } from '../execution/execution.ts';
import type { Visit } from '../execution/frame.ts';
import type { Trail } from '../execution/history.ts';
import { checkSize, evaluateInteger, finish, nextOf, type Outcome } from '../execution/visit.ts';
import { withRetryAndCatch } from './handle-errors.ts';
import { type Item, itemsOf, selectItem } from './map-items.ts';
import { forgetWhenTooLarge } from './parallel.ts';
import { runStates } from './run-states.ts';
import { runTogether } from './run-together.ts';

/** Map state inside the execution (https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html). */
export function runInlineMap(visit: Visit, state: StateOf<'Map'>): Promise<Outcome> {
  return withRetryAndCatch(
    visit,
    state,
    async () => {
      const { execution, trail } = visit.frame;
      const items = await itemsOf(visit, state.Items);
      execution.history.add(trail, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
      try {
        const result = await runIterations(visit, state, items);
        checkSize(result, 'The result of the Map state');
        execution.history.addAside(trail, 'MapStateSucceeded');
        return await finish(visit, state, result, nextOf(state), { result });
      } catch (error) {
        forgetWhenTooLarge(visit, error);
        throw error;
      }
    },
    'MapStateFailed',
  );
}

async function runIterations(visit: Visit, state: StateOf<'Map'>, items: Item[]): Promise<Json[]> {
  const limit = (await evaluateInteger(visit, state.MaxConcurrency, 'MaxConcurrency', 0)) || INLINE_CONCURRENCY;
  visit.position.children ??= items.map(() => ({}));
  const started = visit.frame.trail.last;
  const jobs = visit.position.children.map((progress, index) => async (signal: AbortSignal) => {
    if (progress.done) return progress.done.output;
    return runIteration(visit, state, { item: items[index] as Item, progress, started, signal });
  });
  return runTogether(jobs, Math.min(limit, INLINE_CONCURRENCY), visit.frame.signal);
}

interface Iteration {
  item: Item;
  progress: Progress;
  started: number;
  signal: AbortSignal;
}

async function runIteration(visit: Visit, state: StateOf<'Map'>, { item, progress, started, signal }: Iteration) {
  const { frame, position } = visit;
  const { history } = frame.execution;
  const trail = { last: started };
  const note = (type: string, on: Trail = trail) =>
    history.add(on, `MapIteration${type}`, {
      [`mapIteration${type}EventDetails`]: { name: position.state, index: item.index },
    });
  note('Started');
  try {
    const input = await selectItem({ ...visit, frame: { ...frame, trail } }, state.ItemSelector, item);
    const inner = { ...frame, workflow: state.ItemProcessor, progress, trail, signal };
    const output = await runStates(inner, input, position.variables);
    note('Succeeded');
    return output;
  } catch (error) {
    if (!history.isFull) note(error instanceof Aborted ? 'Aborted' : 'Failed', { ...trail });
    throw error;
  } finally {
    frame.trail.last = trail.last;
  }
}
