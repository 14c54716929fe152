import { StateError } from '../base/errors.ts';
import { isTimestamp } from '../base/timestamp.ts';
import type { StateOf } from '../definition/schema.ts';
import type { Visit } from '../execution/frame.ts';
import { sleep } from '../execution/timing.ts';
import { evaluate, evaluateInteger, finish, nextOf, type Outcome, wrongValue } from '../execution/visit.ts';

export const pass = (visit: Visit, state: StateOf<'Pass'>): Promise<Outcome> =>
  finish(visit, state, visit.position.input, nextOf(state));

export const succeed = (visit: Visit, state: StateOf<'Succeed'>): Promise<Outcome> =>
  finish(visit, state, visit.position.input, undefined);

export async function fail(visit: Visit, state: StateOf<'Fail'>): Promise<Outcome> {
  const error = await evaluateString(visit, state.Error, 'Error');
  const cause = await evaluateString(visit, state.Cause, 'Cause');
  throw new StateError(error ?? '', cause);
}

async function evaluateString(visit: Visit, given: string | undefined, field: string): Promise<string | undefined> {
  if (given === undefined) return undefined;
  const value = await evaluate(visit, given, field);
  if (typeof value === 'string') return value;
  throw wrongValue(visit, field, 'a string', value);
}

/** The first rule whose condition holds; its own Output and Assign count then, those of the state with Default. */
export async function choose(visit: Visit, state: StateOf<'Choice'>): Promise<Outcome> {
  for (const [at, rule] of state.Choices.entries()) {
    const field = `Choices/${at}/Condition`;
    const holds = await evaluate(visit, rule.Condition, field);
    if (typeof holds !== 'boolean') throw wrongValue(visit, field, 'true or false', holds);
    if (holds) return finish(visit, rule, visit.position.input, rule.Next);
  }
  if (state.Default === undefined)
    throw new StateError('States.NoChoiceMatched', `No condition of '${visit.position.state}' holds and no Default`);
  return finish(visit, state, visit.position.input, state.Default);
}

export async function wait(visit: Visit, state: StateOf<'Wait'>): Promise<Outcome> {
  const { clock } = visit.frame.engine.host;
  const seconds = await evaluateInteger(visit, state.Seconds, 'Seconds', 0);
  const pause = seconds ?? ((await evaluateTime(visit, state.Timestamp)) - clock.now().getTime()) / 1000;
  await sleep(clock, pause, visit.frame.signal);
  return finish(visit, state, visit.position.input, nextOf(state));
}

async function evaluateTime(visit: Visit, given: string | undefined): Promise<number> {
  const value = await evaluate(visit, given ?? '', 'Timestamp');
  if (isTimestamp(value)) return Date.parse(value);
  // Follows the event by which the state was entered, unlike the other evaluations that fail.
  const entry = { ...visit.entry, before: visit.entry.event };
  throw wrongValue({ ...visit, entry }, 'Timestamp', 'an ISO 8601 time with its offset', value);
}
