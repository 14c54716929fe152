import { ERRORS, type ErrorName } from '../../base/errors.ts';
import type { RunEvent, RunKey } from '../../base/ports/runs.ts';
import { unwrap } from '../../base/run/failure.ts';
import { machineName } from '../../base/run/names.ts';
import type { EventView } from './event-schemas.ts';
import { FOLLOWED } from './steps.ts';

/** Besides the machines whose steps are shown: the waves, each with what it waits for. */
export const LOGGED: readonly string[] = [...FOLLOWED, ...['apply-manifests', 'clean-up'].map(machineName)];

export interface ToldEvent extends EventView {
  /** `machine/name`. */
  execution: string;
  /** In the history of the execution. */
  id: number;
}

/** What is known of the state that an event belongs to. */
interface At {
  step?: string;
  enteredAt?: string;
  child?: RunKey;
  counts?: Record<string, number>;
  failed?: boolean;
}

const ENTERED = /^(Task|Map|Parallel|Wait)StateEntered$/;
const LEFT = /^(Task|Map|Parallel|Wait)StateExited$/;
const TRY_FAILED = /^(Task|LambdaFunction)(Failed|TimedOut|StartFailed|SubmitFailed)$|^(Evaluation|MapRun)Failed$/;

/** Events of a history that say something to a person, each in a sentence; what others have written is redacted. */
export function tellEvents(run: RunKey, history: readonly RunEvent[]): ToldEvent[] {
  const states = new Map<number, At>();
  return history.flatMap((event) => {
    const state = stateAt(event, states.get(event.previous));
    states.set(event.id, state);
    const told = tell(event, state);
    if (!told) return [];
    const machine = run.machine.slice(machineName('').length);
    const isOfStep = state.step !== undefined && !event.type.startsWith('Execution');
    const step = isOfStep ? { step: state.step as string } : {};
    return [{ at: event.at, machine, ...step, ...told, execution: `${run.machine}/${run.name}`, id: event.id }];
  });
}

/** The end of a Map or Parallel state follows its last branch, and has its own name. */
function stateAt(event: RunEvent, before: At = {}): At {
  if (ENTERED.test(event.type)) return { step: event.state ?? '', enteredAt: event.at };
  if (LEFT.test(event.type) && event.state !== before.step) return { step: event.state ?? '' };
  const failed = TRY_FAILED.test(event.type) ? true : /Succeeded$/.test(event.type) ? false : before.failed;
  return {
    ...before,
    ...(failed === undefined ? {} : { failed }),
    ...(event.child ? { child: event.child } : {}),
    ...(event.counts ? { counts: event.counts } : {}),
  };
}

type Told = Pick<EventView, 'kind' | 'sentence'>;

function tell(event: RunEvent, state: At): Told | undefined {
  if (ENTERED.test(event.type)) return { kind: 'began', sentence: 'It began.' };
  if (LEFT.test(event.type)) return state.failed ? undefined : { kind: 'ended', sentence: endOf(event, state) };
  if (TRY_FAILED.test(event.type)) return failureOf(event, state);
  return ofExecution(event);
}

function endOf({ at }: RunEvent, { enteredAt, counts = {} }: At): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  const counted = some.length > 0 ? `: ${some.map(([name, count]) => `${name} ${count}`).join(', ')}` : '';
  const seconds = enteredAt ? (Date.parse(at) - Date.parse(enteredAt)) / 1000 : undefined;
  return `It ended${seconds === undefined ? '' : ` after ${seconds.toFixed(1)} s`}${counted}.`;
}

/** What a machine that was started had to say, its own events have said. */
function failureOf({ failure }: RunEvent, { child }: At): Told {
  if (child && LOGGED.includes(child.machine)) return { kind: 'failed', sentence: 'What it ran has failed.' };
  if (!failure) return { kind: 'failed', sentence: 'It ran out of time.' };
  const { Error: name, Cause: cause } = unwrap(failure);
  const kind = ERRORS[name as ErrorName]?.transient ? 'waits' : 'failed';
  return { kind, sentence: cause ? `${name}: ${cause}` : name };
}

function ofExecution({ type, failure }: RunEvent): Told | undefined {
  const { Error: name = '', Cause: cause = '' } = failure ? unwrap(failure) : {};
  const why = name ? ` (${name})${cause ? `: ${cause}` : ''}` : '';
  switch (type) {
    case 'ExecutionStarted':
      return { kind: 'began', sentence: 'Its execution began.' };
    case 'ExecutionRedriven':
      return { kind: 'began', sentence: 'Its execution continues.' };
    case 'ExecutionSucceeded':
      return { kind: 'ended', sentence: 'Its execution has succeeded.' };
    case 'ExecutionFailed':
      return { kind: 'failed', sentence: `Its execution has failed${why}` };
    case 'ExecutionTimedOut':
      return { kind: 'failed', sentence: `Its execution ran out of time${why}` };
    case 'ExecutionAborted':
      return { kind: 'failed', sentence: `Its execution was stopped${why}` };
    default:
      return undefined;
  }
}

/**
 * Each sentence once, in order of time: of a wait that says the same again nothing is shown, and of a failure that is passed
 * on, its name alone.
 */
export function saidOnce(events: readonly ToldEvent[]): ToldEvent[] {
  const said = new Set<string>();
  const isNew = (text: string) => !said.has(text) && said.add(text) !== undefined;
  return events
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .flatMap((event) => {
      const { kind, sentence, execution, step = '' } = event;
      if (kind === 'waits') return isNew(`${execution} ${step} ${sentence}`) ? [event] : [];
      const [head = '', ...rest] = sentence.split(': ');
      if (kind !== 'failed' || rest.length === 0 || isNew(rest.join(': '))) return [event];
      return [{ ...event, sentence: `${head}.` }];
    });
}
