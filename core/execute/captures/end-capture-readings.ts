import { capturesOf } from '../../base/captures/register.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { decodeLines } from '../../base/shards.ts';

/**
 * Takes back what has let a run read the snapshots of the capture that it was cloned from, once no other run clones from it. Asked after
 * the run has left the capture. Harmless at any time: who reads meanwhile asks for it again.
 */
export async function endCaptureReadings(
  storage: Pick<VolumeStorage, 'endReading'>,
  store: ObjectStore,
  { cloneId, fromCapture, route }: Clone,
): Promise<number> {
  if (!fromCapture || !storage.endReading) return 0;
  const capture = (await capturesOf(store, route.source)).find(({ id }) => id === fromCapture.id);
  if (capture && capture.users.length > 0) return 0;
  const lines = await store.get(keysOf(cloneId).volumes);
  const items = lines ? decodeLines<VolumeItem>(lines) : [];
  await inParallel(items, 4, async ({ origin }) => {
    if (origin.kind === 'snapshot') await storage.endReading?.(origin.snapshotId);
  });
  return 0;
}
