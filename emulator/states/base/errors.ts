/**
 * What a state reports (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html). A timeout
 * has no cause; the error output that a catcher sees then holds an empty string, as AWS does it.
 */
export class StateError extends Error {
  readonly error: string;
  readonly stateCause: string | undefined;
  constructor(error: string, stateCause?: string) {
    super(stateCause === undefined ? error : `${error}: ${stateCause}`);
    this.error = error;
    this.stateCause = stateCause;
  }

  /** `$states.errorOutput`. */
  get output(): { Error: string; Cause: string } {
    return { Error: this.error, Cause: this.stateCause ?? '' };
  }
}

/** The work was called off from outside (StopExecution, a failed sibling, a timeout): no state catches it. */
export class Aborted extends Error {
  constructor() {
    super('aborted');
  }
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Aborted();
}

/**
 * True when a retrier or catcher that lists `names` takes the error
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html):
 * States.Runtime is never taken; States.TaskFailed is any error but States.Timeout and States.DataLimitExceeded.
 * Recordings of AWS show that States.ALL takes States.DataLimitExceeded, against the guide: no machine may rely on either.
 */
export function matches(names: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  if (names.includes(error)) return true;
  if (names.includes('States.ALL')) return true;
  if (error === 'States.DataLimitExceeded') return false;
  if (error === 'States.HeartbeatTimeout' && names.includes('States.Timeout')) return true;
  return names.includes('States.TaskFailed') && !TIMEOUTS.includes(error);
}

const TIMEOUTS = ['States.Timeout', 'States.HeartbeatTimeout'];
