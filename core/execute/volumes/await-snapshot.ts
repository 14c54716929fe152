import { KubeferryError } from '../../base/errors.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import { sayStrategies, UNHINDERED } from '../../base/strategies.ts';

/**
 * Answers how much data is in it when it is complete; `seen` gets it before anything is decided. Throws NotYet while the
 * snapshot is pending or not to be seen yet, SnapshotFailed with EC2's own reason when it ended in error.
 */
export async function awaitSnapshot(
  storage: Pick<VolumeStorage, 'describeSnapshot'>,
  id: string,
  claim: string,
  seen: (snapshot: Snapshot) => Promise<void> = async () => {},
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ snapshotId: string; bytes?: number }> {
  const snapshot = await lookForOwn(attempt, () => storage.describeSnapshot(id));
  await seen(snapshot);
  const { state, stateMessage, progress, fullSizeBytes } = snapshot;
  if (state === 'completed')
    return { snapshotId: id, ...(fullSizeBytes === undefined ? {} : { bytes: fullSizeBytes }) };
  if (state === 'pending')
    throw new KubeferryError('NotYet', `Snapshot ${id} of claim ${claim} is pending (${progress ?? '0%'}).`);
  throw new KubeferryError(
    'SnapshotFailed',
    `Snapshot ${id} of claim ${claim} ended in state ${state}: ${stateMessage ?? 'EC2 gives no reason'}. ` +
      `When it is about a key: let the target role use the source key, or use the strategy ${sayStrategies(UNHINDERED)}.`,
  );
}

/**
 * A volume that was resized after the plan has more than the target's is planned for: what lies behind its end would be refused, or be
 * missing, once all before it is copied. Throws SnapshotFailed.
 */
export function refuseResized({ id, sizeGiB }: Snapshot, claim: string, plannedGiB: number): void {
  if (sizeGiB <= plannedGiB) return;
  throw new KubeferryError(
    'SnapshotFailed',
    `Snapshot ${id} of claim ${claim} has ${sizeGiB} GiB, and ${plannedGiB} were planned: its volume was resized after the plan. Start again, which makes a new plan.`,
  );
}
