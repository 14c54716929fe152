import { ERRORS, type ErrorName } from '../../base/errors.ts';
import type { RunEvent, RunKey, Runs } from '../../base/ports/runs.ts';
import { unwrap } from '../../base/run/failure.ts';
import { machineName } from '../../base/run/names.ts';
import type { Step } from './schemas.ts';

/** Machines whose steps a person follows one by one; waves and volumes are many, and alike. */
export const FOLLOWED = [
  'prepare-clone',
  'create-cluster',
  'capture-source',
  'copy-rounds',
  'transfer-workload',
  'roll-back',
].map(machineName);

/** Of steps that many a run has no need of: they have done nothing when all that they count is zero. */
export const WHERE_NEEDED = [
  'Quiesce source',
  'Resume source',
  'Resume source after a failure',
  'Cut over source',
  'Park former clone',
  'Resume source in roll-back',
  'Roll back objects',
  'Restore former clone',
  'Roll back volumes',
  'Roll back cluster',
];
const UNDOING = WHERE_NEEDED.slice(WHERE_NEEDED.indexOf('Resume source in roll-back'));

/** Choices, passes and waits tell a person nothing. */
const ENTERED = /^(Task|Map|Parallel)StateEntered$/;
const CONTAINER = /^(Map|Parallel)StateEntered$/;
const LEFT = /StateExited$/;
const TRIED = /^(Task|LambdaFunction)Scheduled$|^(Map|Parallel)StateStarted$/;
/** The function of a task that waits for its token has answered: whoever may resume it knows the token. */
const ASKED = /^TaskSubmitted$/;
const OF_TASK = /^(Task|LambdaFunction)/;
/** These follow the last event of a branch or an iteration, and tell of the state around it. */
const OF_CONTAINER = /^(Map|Parallel)State(Started|Failed|Aborted|Succeeded)$|^MapRun/;
const FAILED =
  /^(Task|LambdaFunction|Map|MapRun|ParallelState|MapState)(Failed|TimedOut|Aborted|ScheduleFailed|StartFailed|SubmitFailed)$|^EvaluationFailed$/;
const SUCCEEDED = /^(Task|LambdaFunction|Map|MapRun|ParallelState|MapState)Succeeded$/;

interface Told extends Step {
  failed: boolean;
  child?: RunKey;
  /** The Map or Parallel state that it is in. */
  within?: Told;
  isContainer: boolean;
  counts?: Record<string, number>;
}

/**
 * The steps of a run with their times, and those of the runs that they started. Events belong to the step that their
 * line of events entered, so branches that run side by side are told apart.
 */
export async function stepsOf(runs: Runs, run: RunKey, ended: boolean): Promise<Step[]> {
  const told = tell(await runs.history(run), ended);
  return Promise.all(
    told.map(async ({ failed: _, child, within: __, isContainer: ___, counts: ____, ...step }) => {
      if (!child || !FOLLOWED.includes(child.machine)) return step;
      const steps = await stepsOf(runs, child, ended || step.status !== 'running');
      return steps.length > 0
        ? { ...step, ...(hadNothingToUndo(step, steps) ? { notNeeded: true } : {}), steps }
        : step;
    }),
  );
}

/** A roll-back of which every part had nothing to do. */
function hadNothingToUndo({ status }: Step, steps: readonly Step[]): boolean {
  const parts = steps.filter(({ name }) => UNDOING.includes(name));
  return status === 'succeeded' && parts.length === UNDOING.length && parts.every(({ notNeeded }) => notNeeded);
}

function tell(events: RunEvent[], ended: boolean): Told[] {
  const told: Told[] = [];
  const at = new Map<number, Told | undefined>();
  for (const event of events) {
    const step = stepAt(event, at.get(event.previous), told);
    if (step && !told.includes(step)) told.push(step);
    at.set(event.id, step);
    if (!step) continue;
    if (TRIED.test(event.type)) beginTry(step);
    if (ASKED.test(event.type) && !event.child) step.asks = true;
    if (FAILED.test(event.type)) step.failed = true;
    if (SUCCEEDED.test(event.type)) step.failed = false;
    if (event.counts) step.counts = event.counts;
    wait(step, event);
    if (event.child) step.child = event.child;
    if (LEFT.test(event.type) && event.state === step.name) leave(step, event);
  }
  for (const step of told) if (ended && !step.endedAt) stop(step);
  return told;
}

function stepAt(event: RunEvent, before: Told | undefined, told: Told[]): Told | undefined {
  if (ENTERED.test(event.type)) return enter(event, before);
  if (OF_CONTAINER.test(event.type)) return containerOf(before);
  return leaves(event, told) ?? before;
}

/** The innermost that is still open. */
function containerOf(step: Told | undefined): Told | undefined {
  return !step || (step.isContainer && !step.endedAt) ? step : containerOf(step.within);
}

/** The end of a Parallel or Map state follows the last event of a branch, so an end is found by its state's name. */
const leaves = ({ type, state }: RunEvent, told: Told[]) =>
  LEFT.test(type) ? told.findLast(({ name, endedAt }) => name === state && !endedAt) : undefined;

function enter({ at, state = '', type }: RunEvent, before: Told | undefined): Told {
  const within = containerOf(before);
  return {
    name: state,
    status: 'running',
    startedAt: at,
    attempts: 0,
    failed: false,
    isContainer: CONTAINER.test(type),
    ...(within ? { within } : {}),
  };
}

/** A state that is tried again has another token. */
function beginTry(step: Told): void {
  step.attempts += 1;
  delete step.asks;
}

/** Lambda's own, for an account whose functions all run. */
const NO_FUNCTION = 'Lambda.TooManyRequestsException';

/** What the last try of a step said when it asked to be tried again: what the step waits for. */
function wait(step: Told, { type, failure }: RunEvent): void {
  if (!failure || !OF_TASK.test(type)) return;
  const { Error: name, Cause } = unwrap(failure);
  if (name === NO_FUNCTION) step.waitingFor = `a function to be free: as many run as the account may have. ${Cause}`;
  else if (ERRORS[name as ErrorName]?.transient) step.waitingFor = Cause;
  else delete step.waitingFor;
}

function leave(step: Told, { at }: RunEvent): void {
  delete step.waitingFor;
  delete step.asks;
  step.status = step.failed ? 'failed' : 'succeeded';
  if (hadNothingToDo(step)) step.notNeeded = true;
  step.endedAt = at;
  step.seconds = (Date.parse(at) - Date.parse(step.startedAt)) / 1000;
}

/** A step that was tried again may have counted what it did before in another answer. */
function hadNothingToDo({ name, status, attempts, counts }: Told): boolean {
  if (status !== 'succeeded' || attempts !== 1 || !counts || !WHERE_NEEDED.includes(name)) return false;
  return Object.values(counts).every((count) => count === 0);
}

/** It was at work when its run ended. */
function stop(step: Told): void {
  step.status = step.failed ? 'failed' : 'stopped';
  delete step.asks;
}

export function countSteps(steps: readonly Step[]): { done: number; failed: number; running: number } {
  const all = flat(steps);
  const count = (...statuses: Step['status'][]) => all.filter(({ status }) => statuses.includes(status)).length;
  return { done: count('succeeded'), failed: count('failed', 'stopped'), running: count('running') };
}

const flat = (steps: readonly Step[]): Step[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);
