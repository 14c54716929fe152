import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, LOOKS_AGAIN, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';

/** Throws NotYet while EC2 makes the volume, or does not show it and its tags yet, VolumeFailed when it could not, VerificationFailed naming each difference from the plan. */
export async function verifyVolume(
  target: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  made: { snapshotId: string; volumeId: string },
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ volumeId: string }> {
  const [found] = await lookForOwn(attempt, () => target.describeVolumes([made.volumeId])).catch((error: unknown) => {
    throw error instanceof KubeferryError && error.name === 'NotFound' ? dropped(error, volume) : error;
  });
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
    // What EC2 does not show yet is no difference: tags may come later than the volume.
    const isEarly = attempt.retries < LOOKS_AGAIN && differences.every(({ have }) => have === undefined);
    const list = differences.map(({ what, have, want }) => `${what} is ${String(have)}, planned was ${String(want)}`);
    throw new KubeferryError(
      isEarly ? 'NotYet' : 'VerificationFailed',
      `Volume ${made.volumeId} of claim ${volume.claim} is not ${isEarly ? 'yet ' : ''}as planned: ${list.join('; ')}.`,
    );
  }
  const record: VolumeRecord = { claim: volume.claim, ...made, zone: found.zone, sizeGiB: found.sizeGiB };
  await writeRecord(store, keysOf(clone.cloneId).volume(volume.claim), record);
  return { volumeId: made.volumeId };
}

/** A volume whose key cannot be used is gone instead of available (https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html). */
const dropped = (error: KubeferryError, { kmsKeyArn }: VolumeItem) =>
  new KubeferryError(
    'VolumeFailed',
    `${error.message} EC2 drops a volume whose key it cannot use, too: check that ${kmsKeyArn} is enabled.`,
    { cause: error },
  );

interface Difference {
  what: string;
  have: unknown;
  want: unknown;
}

function compare(found: Volume, planned: VolumeItem, snapshotId: string): Difference[] {
  const rows: [string, unknown, unknown][] = [
    ['zone', found.zone, planned.zone],
    ['size in GiB', found.sizeGiB, planned.sizeGiB],
    ['type', found.type, planned.volumeType],
    ['encrypted', found.encrypted, true],
    ['key', found.kmsKeyArn, planned.kmsKeyArn],
    // Azure may have it in other letters.
    ['encryption set', found.encryptionSet?.toLowerCase(), planned.encryptionSet?.toLowerCase()],
    ['multi-attach', found.multiAttach ?? false, planned.multiAttach ?? false],
    ['snapshot', found.snapshotId, snapshotId],
    ...Object.entries(planned.tags).map(([tag, value]): [string, unknown, unknown] => [
      `tag ${tag}`,
      found.tags[tag],
      value,
    ]),
  ];
  return rows.map(([what, have, want]) => ({ what, have, want })).filter(({ have, want }) => have !== want);
}
