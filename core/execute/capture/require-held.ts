import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { nameOfHook } from '../../base/request/hooks/commands-of.ts';
import { FREEZE_SECONDS } from '../../base/request/hooks/hook-recipe.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Quiesced } from './quiesced.ts';

/** Beyond what this run has needed. */
const MARGIN_SECONDS = 30;

/**
 * What a hook froze thaws by itself after its longest freeze. Throws HookFailed where that may have been before the last snapshot was
 * begun (`begunAt`, ISO 8601): it would have what a power cut leaves, and count for more.
 */
export async function requireHeld(store: ObjectStore, cloneId: string, begunAt: string): Promise<void> {
  const { hooksAt, hooks = [] } = (await findRecord<Quiesced>(store, keysOf(cloneId).quiesced)) ?? {};
  if (hooksAt === undefined) return;
  const seconds = Math.ceil((Date.parse(begunAt) - Date.parse(hooksAt)) / 1_000);
  const loose = hooks.find(({ freezeSeconds }) => freezeSeconds !== undefined && seconds > freezeSeconds);
  if (!loose) return;
  const { use, after, namespace, pod, freezeSeconds } = loose;
  const needed = seconds + MARGIN_SECONDS;
  const wayOut =
    needed <= FREEZE_SECONDS.most
      ? `Set freezeSeconds of the hook to ${needed} or more, and start again.`
      : 'No freeze may last so long: start again when EC2 makes snapshots sooner.';
  throw new KubeferryError(
    'HookFailed',
    `What the command ${nameOfHook({ use }, after)} froze in pod ${namespace}/${pod} was let go after ${freezeSeconds} seconds, and the last snapshot was begun ${seconds} seconds after the hooks were: writes may have come between them. ${wayOut}`,
  );
}
