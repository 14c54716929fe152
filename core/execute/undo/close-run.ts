import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Failure } from '../../base/run/envelope.ts';
import { unwrap } from '../../base/run/failure.ts';
import { keysOf } from '../../base/run/keys.ts';
import { rollBackCommand } from '../../base/run/left.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MaskingRecord } from '../masking/settle-masking.ts';

/** One call of AWS or Kubernetes ends within it, and functions ask before each whether the run is over. */
const CALL_SECONDS = 65;

/** Thrown by the only function that is at work then, before anything is made. */
const MADE_NOTHING: readonly string[] = ['PlanBlocked', 'ApprovalRefused', 'ApprovalExpired'];

/**
 * Marks a run as over, before anything of it is removed, and answers how long calls in flight may take. When one branch or
 * item of a machine fails, Step Functions ends the others, but a function that is at work then works on to its end
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html): it must not make what nobody will remove.
 * None is at work after a run that has its report, or that was refused before it made anything. Throws KeptForALook for a
 * masking that failed on a route that keeps such clones.
 */
export async function closeRun(
  store: ObjectStore,
  cloneId: string,
  at: string,
  failure: Failure | null = null,
): Promise<{ closedAt: string; waitSeconds: number }> {
  const keys = keysOf(cloneId);
  if (failure && unwrap(failure).Error === 'MaskingFailed') await keepForALook(store, cloneId);
  await store.putNew(keys.closed, JSON.stringify({ at }));
  const refused = failure !== null && MADE_NOTHING.includes(unwrap(failure).Error);
  const isAlone = refused || (await store.get(keys.report)) !== undefined;
  return { closedAt: at, waitSeconds: isAlone ? 0 : CALL_SECONDS };
}

/** Throws KeptForALook where the route asks for that; a roll-back by hand comes without a failure. */
async function keepForALook(store: ObjectStore, cloneId: string): Promise<void> {
  const record = await findRecord<MaskingRecord>(store, keysOf(cloneId).masking);
  if (record?.onFailure !== 'keep') return;
  const { route } = await readRecord<Plan>(store, keysOf(cloneId).plan, 'plan-clone');
  throw new KubeferryError(
    'KeptForALook',
    `The route keeps what a failed masking leaves (masking.onFailure: keep): the volumes and the jobs are there, nothing was started, and nothing was undone. After a look, run: ${rollBackCommand({ cloneId, route: { name: route } })}`,
  );
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
