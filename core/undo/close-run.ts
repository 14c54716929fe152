import { keysOf } from '../clone/keys.ts';
import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Marks a run as over, before anything of it is removed. When one branch or item of a machine fails, Step Functions ends
 * the others, but a function that is at work then works on to its end
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html): it must not make what nobody will remove.
 */
export async function closeRun(store: ObjectStore, cloneId: string, at: string): Promise<{ closedAt: string }> {
  await store.claim(keysOf(cloneId).closed, JSON.stringify({ at }));
  return { closedAt: at };
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
