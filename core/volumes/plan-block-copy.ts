import type { BlockSource } from '../blocks/block-store.ts';
import { planSegments } from '../blocks/plan-segments.ts';
import type { Clone, VolumeItem } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { tagsFor } from '../clone/names.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { StartSnapshotRequest } from '../ports/volume-storage.ts';
import { encodeLines } from '../shards.ts';
import { clientToken } from './client-token.ts';

/** Writes the segments of one volume for the machine to map over, and starts the target's snapshot, once however often it runs. */
export async function planBlockCopy(
  source: BlockSource,
  startSnapshot: (request: StartSnapshotRequest) => Promise<string>,
  store: ObjectStore,
  clone: Clone,
  volume: VolumeItem,
): Promise<{ snapshotId: string; segments: number; key: string }> {
  const segments = await planSegments(source.list());
  const key = keysOf(clone.cloneId).segments(volume.claim);
  await store.put(key, encodeLines(segments));
  const snapshotId = await startSnapshot({
    sizeGiB: volume.sizeGiB,
    kmsKeyArn: volume.kmsKeyArn,
    tags: tagsFor(clone.cloneId, volume.claim, 'target-snapshot'),
    clientToken: clientToken(clone.cloneId, volume.claim, 'target-snapshot'),
  });
  return { snapshotId, segments: segments.length, key };
}
