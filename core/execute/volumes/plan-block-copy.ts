import { KubeferryError } from '../../base/errors.ts';
import { BLOCK_BYTES, type BlockSource } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { StartSnapshotRequest } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn } from '../../base/run/attempt.ts';
import type { Clone, Segment, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { tagsFor } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import type { SnapshotSize } from '../../base/run/volume-records.ts';
import { encodeLines } from '../../base/shards.ts';
import { cutSegments } from '../blocks/plan-segments.ts';
import { clientToken } from './client-token.ts';
import { descriptionOf, noteIntents, noteMade } from './ebs-ledger.ts';
import type { BegunSeal } from './seal-snapshot.ts';
import { surveyWhole } from './survey-whole.ts';

/**
 * Writes the segments of one volume for the machine to map over, and starts the target's snapshot, once however often it
 * runs. A run that is redriven starts this machine again where it was stopped, with the same snapshot: one that has all of
 * its blocks takes none any more (https://docs.aws.amazon.com/ebs/latest/APIReference/API_PutSnapshotBlock.html), so that
 * no segment is answered and only the seal is left. Where there are more blocks than one invocation lists, throws NotYet.
 */
export async function planBlockCopy(
  source: BlockSource,
  startSnapshot: (request: StartSnapshotRequest) => Promise<string>,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  remainingMs: () => number,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ snapshotId: string; segments: number; key: string }> {
  const keys = keysOf(clone.cloneId);
  const key = keys.segments(volume.claim);
  const begun = await findRecord<BegunSeal>(store, keys.seal(volume.claim));
  if (begun) return { snapshotId: begun.snapshotId, segments: 0, key };
  const survey = () => surveyWhole(source, store, clone.cloneId, volume, remainingMs);
  const segments = cutSegments(await lookForOwn(attempt, survey));
  refuseTruncated(volume, segments, await findRecord<SnapshotSize>(store, keys.snapshotSize(volume.claim)));
  await store.put(key, encodeLines(segments));
  const { cloneId } = clone;
  const { claim } = volume;
  await noteIntents(store, cloneId, STEP, [{ claim, from: volume.origin.snapshotId }]);
  const snapshotId = await startSnapshot({
    sizeGiB: volume.sizeGiB,
    kmsKeyArn: volume.kmsKeyArn,
    tags: tagsFor(cloneId, claim, STEP),
    description: descriptionOf(cloneId, STEP),
    clientToken: clientToken(cloneId, claim, STEP),
  });
  await noteMade(store, cloneId, STEP, [{ claim, id: snapshotId }]);
  return { snapshotId, segments: segments.length, key };
}

const STEP = 'target-snapshot';

/**
 * EC2 says how much all written blocks of a snapshot hold (FullSnapshotSizeInBytes of
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html), where it says so at all: a list of fewer
 * blocks is not whole, and a copy by it would be sealed with holes. Throws DataCorrupt.
 */
function refuseTruncated({ claim, origin }: VolumeItem, segments: Segment[], size?: SnapshotSize): void {
  const listed = segments.reduce((sum, { blocks }) => sum + blocks, 0);
  const expected = Math.ceil((size?.bytes ?? 0) / BLOCK_BYTES);
  if (listed >= expected) return;
  throw new KubeferryError(
    'DataCorrupt',
    `The list of blocks of snapshot ${origin.snapshotId} of claim ${claim} has ${listed} blocks, but EC2 says that ${expected} were written. ` +
      'Nothing was copied by it. Way out: start the clone again, which takes a new snapshot.',
  );
}
