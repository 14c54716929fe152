import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { CreateVolumeRequest, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { clientToken } from './client-token.ts';
import { noteIntents, noteMade } from './ebs-ledger.ts';

/** Makes the target volume; the ClientToken makes a second call answer the first one's volume. Throws NotYet while EC2 does not show the snapshot. */
export async function createVolume(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  snapshotId: string,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ volumeId: string }> {
  const { zone, sizeGiB, volumeType, iops, throughputMiBps, kmsKeyArn, tags, claim } = volume;
  await noteIntents(store, clone.cloneId, 'target-volume', [{ claim, from: snapshotId }]);
  const request = {
    snapshotId,
    zone,
    sizeGiB,
    type: volumeType,
    iops,
    throughputMiBps,
    kmsKeyArn,
    ...(volume.multiAttach ? { multiAttach: true } : {}),
    tags,
    clientToken: clientToken(clone.cloneId, claim, 'target-volume'),
  };
  const made = await lookForOwn(attempt, () =>
    filled(target, store, { cloneId: clone.cloneId, claim, initializationMiBps: volume.initializationMiBps }, request),
  );
  await noteMade(store, clone.cloneId, 'target-volume', [{ claim, id: made.id }]);
  return { volumeId: made.id };
}

/**
 * Filled at the rate that was asked for, and as it is read where the Region has no more of that: EBS refuses the whole call
 * then (https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html), and the clone is worth more than the rate. That
 * is written down before the other call, which has a token of its own: a later attempt makes no second volume.
 */
async function filled(
  target: VolumeStorage,
  store: ObjectStore,
  { cloneId, claim, initializationMiBps }: { cloneId: string; claim: string; initializationMiBps: number | undefined },
  request: CreateVolumeRequest,
) {
  if (initializationMiBps === undefined) return target.createVolume(request);
  const key = keysOf(cloneId).unfilled(claim);
  const asRead = { ...request, clientToken: clientToken(`${cloneId} unfilled`, claim, 'target-volume') };
  if (await findRecord(store, key)) return target.createVolume(asRead);
  try {
    return await target.createVolume({ ...request, initializationMiBps });
  } catch (error) {
    if (!(error instanceof KubeferryError && error.name === 'QuotaReached')) throw error;
    await writeRecord(store, key, { why: error.message });
    return target.createVolume(asRead);
  }
}
