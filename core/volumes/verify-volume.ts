import type { Clone, VolumeItem } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { writeRecord } from '../clone/records.ts';
import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Volume, VolumeStorage } from '../ports/volume-storage.ts';
import type { VolumeRecord } from './volume-plan.ts';

/** Throws NotYet while EC2 makes the volume, VolumeFailed when it could not, VerificationFailed naming each difference from the plan. */
export async function verifyVolume(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  made: { snapshotId: string; volumeId: string },
): Promise<{ volumeId: string }> {
  const [found] = await target.describeVolumes([made.volumeId]);
  if (!found || found.state === 'creating')
    throw new KubeferryError('NotYet', `Volume ${made.volumeId} of claim ${volume.claim} is being made.`);
  if (found.state !== 'available' && found.state !== 'in-use') {
    throw new KubeferryError(
      'VolumeFailed',
      `Volume ${made.volumeId} of claim ${volume.claim} is in state ${found.state}. Check that the target's key ${volume.kmsKeyArn} is enabled, and start again.`,
    );
  }
  const differences = compare(found, volume, made.snapshotId);
  if (differences.length > 0) {
    throw new KubeferryError(
      'VerificationFailed',
      `Volume ${made.volumeId} of claim ${volume.claim} is not as planned: ${differences.join('; ')}.`,
    );
  }
  const record: VolumeRecord = { claim: volume.claim, ...made, zone: found.zone, sizeGiB: found.sizeGiB };
  await writeRecord(store, keysOf(clone.cloneId).volume(volume.claim), record);
  return { volumeId: made.volumeId };
}

function compare(found: Volume, planned: VolumeItem, snapshotId: string): string[] {
  const rows: [string, unknown, unknown][] = [
    ['zone', found.zone, planned.zone],
    ['size in GiB', found.sizeGiB, planned.sizeGiB],
    ['type', found.type, planned.volumeType],
    ['encrypted', found.encrypted, true],
    ['key', found.kmsKeyArn, planned.kmsKeyArn],
    ['snapshot', found.snapshotId, snapshotId],
    ...Object.entries(planned.tags).map(([tag, value]): [string, unknown, unknown] => [
      `tag ${tag}`,
      found.tags[tag],
      value,
    ]),
  ];
  return rows
    .filter(([, have, want]) => have !== want)
    .map(([what, have, want]) => `${what} is ${String(have)}, planned was ${String(want)}`);
}
