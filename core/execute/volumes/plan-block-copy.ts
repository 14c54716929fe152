import { KubeferryError } from '../../base/errors.ts';
import { BLOCK_BYTES, type BlockSource } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { StartSnapshotRequest } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT, lookForOwn, useFresh } from '../../base/run/attempt.ts';
import type { Clone, Parent, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { tagsFor } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import type { BlockWay, SnapshotSize } from '../../base/run/volume-records.ts';
import { encodeLines } from '../../base/shards.ts';
import { cutSegments } from '../blocks/plan-segments.ts';
import type { Survey } from '../blocks/survey.ts';
import { blockWayOf, keepBlockWay, withParentOrWhole } from './block-way.ts';
import { clientToken } from './client-token.ts';
import { descriptionOf, noteIntents, noteMade } from './ebs-ledger.ts';
import type { BegunSeal } from './seal-snapshot.ts';
import { surveyWhole } from './survey-whole.ts';

/** Opens the source's snapshot: all of its written blocks, or those that have changed since an earlier one. */
export type OpenSource = (since?: string) => BlockSource;

/**
 * Writes the segments of one volume for the machine to map over, and starts the target's snapshot, once however often it
 * runs. With a parent only changed blocks are in the segments, and the snapshot begins as the parent's twin is; where that
 * cannot be, all blocks are copied. A run that is redriven starts this machine again where it was stopped, with the same
 * snapshot: one that has all of its blocks takes none any more
 * (https://docs.aws.amazon.com/ebs/latest/APIReference/API_PutSnapshotBlock.html), so that no segment is answered and only
 * the seal is left. Where there are more blocks than one invocation lists, throws NotYet.
 */
export async function planBlockCopy(
  open: OpenSource,
  startSnapshot: (request: StartSnapshotRequest) => Promise<string>,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
  remainingMs: () => number,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ snapshotId: string; segments: number; key: string }> {
  const { cloneId } = clone;
  const { claim } = volume;
  const keys = keysOf(cloneId);
  const key = keys.segments(claim);
  const begun = await findRecord<BegunSeal>(store, keys.seal(claim));
  if (begun) return { snapshotId: begun.snapshotId, segments: 0, key };
  const size = await findRecord<SnapshotSize>(store, keys.snapshotSize(claim));
  const keep = (way: BlockWay) => keepBlockWay(store, cloneId, claim, way);
  const list = async (parent: Parent | undefined) => {
    const since = parent?.sourceSnapshotId;
    const survey = () => surveyWhole(open(since), store, cloneId, volume, remainingMs, since);
    const listed = await lookForOwn(attempt, survey);
    refuseTruncated(volume, listed, parent, size);
    return listed;
  };
  const start = async (parent: Parent | undefined) => {
    await noteIntents(store, cloneId, STEP, [{ claim, from: volume.origin.snapshotId }]);
    const begin = () => startSnapshot(requestOf(clone, volume, parent));
    // A round's parent was sealed and tagged a moment ago: a copy of all blocks because of that would be a pity.
    return parent ? useFresh(attempt, begin) : begin();
  };
  const planned = await withParentOrWhole(await blockWayOf(store, cloneId, volume), keep, async (parent) => {
    const listed = await list(parent);
    return { listed, snapshotId: await start(parent) };
  });
  const { listed, snapshotId } = planned.result;
  await noteMade(store, cloneId, STEP, [{ claim, id: snapshotId }]);
  const segments = cutSegments(listed, planned.way.parent?.sourceSnapshotId, volume.pace?.perSecond);
  await store.put(key, encodeLines(segments));
  const written = writtenBy(listed, planned.way.parent);
  await keep({
    ...planned.way,
    blocks: listed.total,
    emptied: listed.removed,
    ...(written === undefined ? {} : { written }),
  });
  return { snapshotId, segments: segments.length, key };
}

function requestOf({ cloneId, pace }: Clone, volume: VolumeItem, parent: Parent | undefined): StartSnapshotRequest {
  const { claim, sizeGiB, sourceGiB = sizeGiB, kmsKeyArn } = volume;
  return {
    // The next clone goes on from a snapshot of the source's size; a volume may be larger than its snapshot.
    sizeGiB: sourceGiB,
    kmsKeyArn,
    tags: tagsFor(cloneId, claim, STEP),
    description: descriptionOf(cloneId, STEP),
    clientToken: clientToken(cloneId, claim, STEP, parent?.snapshotId),
    ...(parent ? { parentSnapshotId: parent.snapshotId } : {}),
    // The longest that EBS takes, for windows that are closed over a weekend.
    ...(pace?.windows.length ? { idleMinutes: 4_320 } : {}),
  };
}

const STEP = 'target-snapshot';

/** A list of changes is reckoned with what the parent has; undefined where that is not known. */
function writtenBy({ total, added, removed }: Survey, parent: Parent | undefined): number | undefined {
  if (!parent) return total;
  return parent.blocks === undefined ? undefined : parent.blocks + added - removed;
}

/**
 * EC2 says how much all written blocks of a snapshot hold (FullSnapshotSizeInBytes of
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html), where it says so at all: a list of fewer
 * blocks is not whole, and a copy by it would be sealed with holes. Throws DataCorrupt.
 */
function refuseTruncated(
  { claim, origin }: VolumeItem,
  survey: Survey,
  parent: Parent | undefined,
  size: SnapshotSize | undefined,
): void {
  const listed = writtenBy(survey, parent);
  if (listed === undefined) return;
  const expected = Math.ceil((size?.bytes ?? 0) / BLOCK_BYTES);
  if (listed >= expected) return;
  const list = parent ? `The list of blocks that changed since ${parent.sourceSnapshotId}` : 'The list of blocks';
  const has = parent ? `makes ${listed} blocks of it` : `has ${listed} blocks`;
  throw new KubeferryError(
    'DataCorrupt',
    `${list} of snapshot ${origin.snapshotId} of claim ${claim} ${has}, but EC2 says that ${expected} were written. ` +
      'Nothing was copied by it. Way out: start the clone again, which takes a new snapshot.',
  );
}
