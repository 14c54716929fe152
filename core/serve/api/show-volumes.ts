import type { ObjectStore } from '../../base/ports/object-store.ts';
import { estimateAll, estimateVolume } from '../../reporting/progress/estimate.ts';
import { readProgress } from '../../reporting/progress/read-progress.ts';
import type { RunView } from './schemas.ts';

/**
 * How far the volumes of a clone are, and of one under way when it may be done. Nothing before their snapshots are begun.
 */
export async function volumesOf(
  store: ObjectStore,
  { cloneId, over, now }: { cloneId: string; over: boolean; now: Date },
): Promise<Pick<RunView, 'volumes' | 'estimate'>> {
  const followed = await readProgress(store, cloneId, !over);
  if (followed.length === 0) return {};
  const estimate = over ? undefined : estimateAll(followed, now.getTime());
  const volumes = followed.map((volume) => {
    const { claim, strategy, sizeGiB, stage, percent, snapshotPercent, waitingFor } = volume;
    const own = over ? undefined : estimateVolume(volume, now.getTime());
    return {
      claim,
      strategy,
      sizeGiB,
      stage,
      percent,
      ...(snapshotPercent === undefined ? {} : { snapshotPercent }),
      ...(waitingFor === undefined ? {} : { waitingFor }),
      ...(own ? { estimate: own } : {}),
    };
  });
  return { volumes, ...(estimate ? { estimate } : {}) };
}
