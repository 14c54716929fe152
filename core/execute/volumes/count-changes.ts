import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../base/run/envelope.ts';
import { surveyBlocks } from '../blocks/survey.ts';
import { blockWayOf, keepBlockWay } from './block-way.ts';
import type { OpenSource } from './plan-block-copy.ts';

/**
 * Counts the blocks that have changed since the parent, where EBS moves them by itself: for the report, which prices them,
 * and for the estimate of the next clone. Beyond the time that there is nothing is counted. May run again.
 */
export async function countChanges(
  open: OpenSource,
  store: ObjectStore,
  { cloneId }: Clone,
  volume: VolumeItem,
  isLate: () => boolean,
): Promise<void> {
  if (!volume.parent) return;
  const way = await blockWayOf(store, cloneId, volume);
  if (!way.parent || way.blocks !== undefined) return;
  const changes = open(way.parent.sourceSnapshotId).list();
  const { whole, total, removed } = await surveyBlocks(changes, undefined, isLate);
  if (whole) await keepBlockWay(store, cloneId, volume.claim, { ...way, blocks: total, emptied: removed });
}
