import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Failure } from '../../base/run/envelope.ts';
import { unwrap } from '../../base/run/failure.ts';
import { keysOf } from '../../base/run/keys.ts';

/** One call of AWS or Kubernetes ends within it, and functions ask before each whether the run is over. */
const CALL_SECONDS = 65;

/** Thrown by the only function that is at work then, before anything is made. */
const MADE_NOTHING: readonly string[] = ['PlanBlocked', 'ApprovalRefused', 'ApprovalExpired'];

/**
 * Marks a run as over, before anything of it is removed, and answers how long calls in flight may take. When one branch or
 * item of a machine fails, Step Functions ends the others, but a function that is at work then works on to its end
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html): it must not make what nobody will remove.
 * None is at work after a run that has its report, or that was refused before it made anything.
 */
export async function closeRun(
  store: ObjectStore,
  cloneId: string,
  at: string,
  failure: Failure | null = null,
): Promise<{ closedAt: string; waitSeconds: number }> {
  const keys = keysOf(cloneId);
  await store.putNew(keys.closed, JSON.stringify({ at }));
  const refused = failure !== null && MADE_NOTHING.includes(unwrap(failure).Error);
  const isAlone = refused || (await store.get(keys.report)) !== undefined;
  return { closedAt: at, waitSeconds: isAlone ? 0 : CALL_SECONDS };
}

/** Whether the run's roll-back has begun. */
export const isClosed = async (store: ObjectStore, cloneId: string) =>
  (await store.get(keysOf(cloneId).closed)) !== undefined;

/** Asked right before something is made. Throws RunIsOver when the run's roll-back has begun. */
export async function refuseIfClosed(store: ObjectStore, cloneId: string): Promise<void> {
  if (!(await isClosed(store, cloneId))) return;
  throw new KubeferryError(
    'RunIsOver',
    `Run ${cloneId} is being rolled back, so nothing more is made for it. Start a new run; this one cannot go on.`,
  );
}
