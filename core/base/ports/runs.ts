/** How Step Functions tells of a failure. */
interface Failure {
  Error: string;
  Cause: string;
}

/** Runs of the machines, as the API sees them. A run is known by its machine and its own name. */
export const RUN_STATUSES = ['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

type UnderWay = 'RUNNING' | 'PENDING_REDRIVE';

export const isOver = <S extends RunStatus>(run: { status: S }): run is { status: Exclude<S, UnderWay> } =>
  run.status !== 'RUNNING' && run.status !== 'PENDING_REDRIVE';

export interface RunKey {
  /** `kubeferry-prod-to-dev`. */
  machine: string;
  /** Of the execution: for a route's machine, the run's id. */
  name: string;
}

export interface RunSummary extends RunKey {
  status: RunStatus;
  /** ISO 8601. */
  startedAt: string;
  endedAt?: string;
}

export interface RunDetails extends RunSummary {
  input: unknown;
  /** Of a run that has succeeded. */
  output?: unknown;
  failure?: Failure;
}

/** One event of a run's history, without the data that flows through it. */
export interface RunEvent {
  id: number;
  /** The event that led to it: branches and iterations each have a line of their own. */
  previous: number;
  /** ISO 8601. */
  at: string;
  /** As Step Functions names it, such as `TaskStateEntered`. */
  type: string;
  /** Of an event that enters or leaves a state. */
  state?: string;
  /** The run that a task has started. */
  child?: RunKey;
  /** Of an event that tells of a failure: a try of a task, a state, or the run. */
  failure?: Failure;
  /** What a function answered that can be counted, such as `{workloads: 0}`. */
  counts?: Record<string, number>;
}

export interface RunPage {
  runs: RunSummary[];
  /** Where the next page begins. */
  next?: string;
}

/** What a waiting task continues with, or fails with. */
export type TaskAnswer = { output: unknown } | { error: string; cause: string };

/**
 * Contract: times and statuses are the service's own. What does not exist is undefined, or NotFound where something was
 * to be done to it.
 */
export interface Runs {
  /** `taken` when the name is used up by a run that has ended or has another input; nothing was started then. */
  start(run: RunKey, input: unknown): Promise<'started' | 'taken'>;
  describe(run: RunKey): Promise<RunDetails | undefined>;
  /** The latest first. Throws InvalidRequest when `next` is not from an answer before, or too old. */
  list(machine: string, page: { status?: RunStatus; limit: number; next?: string }): Promise<RunPage>;
  /** In order, the oldest first. */
  history(run: RunKey): Promise<RunEvent[]>;
  stop(run: RunKey, reason: { error: string; cause: string }): Promise<void>;
  /** Answers a task that waits for its token; `gone` when it waits no more. */
  answerTask(token: string, answer: TaskAnswer): Promise<'taken' | 'gone'>;
  /** Goes on where the run stopped. */
  redrive(run: RunKey): Promise<void>;
}
