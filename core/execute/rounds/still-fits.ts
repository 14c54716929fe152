import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { roundsOf } from '../../base/run/rounds.ts';
import { outlookOf, since } from './outlook.ts';

/** What comes between the decision and the quiesce takes less, unless somebody has stopped the run. */
const AT_ONCE_SECONDS = 900;

/**
 * Asked right before the source of a migration in rounds is quiesced for the first time: a run that was stopped after its rounds,
 * and is continued hours later, has more to copy than was decided on. Throws DowntimeTooLong.
 */
export async function requireStillFits(store: ObjectStore, { cloneId, migrate }: Clone, now: Date): Promise<void> {
  if (!migrate || (await store.get(keysOf(cloneId).quiesced))) return;
  const { rounds, cutOver } = await roundsOf(store, cloneId);
  const outlook = outlookOf(rounds, now);
  if (cutOver && since(cutOver.at, now.toISOString()) < AT_ONCE_SECONDS) return;
  if (!outlook || outlook.downSeconds <= migrate.maxDowntimeMinutes * 60) return;
  throw new KubeferryError(
    'DowntimeTooLong',
    `A cut-over now would take the source down for about ${Math.ceil(outlook.downSeconds / 60)} minutes, and ${migrate.maxDowntimeMinutes} are allowed (migrate.maxDowntimeMinutes): ` +
      `it was decided on at ${cutOver?.at ?? 'an earlier time'}, and the source has changed since. The source was not touched. Way out: start the migration again.`,
  );
}
