import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { estimateAll, estimateVolume } from '../../reporting/progress/estimate.ts';
import { readProgress } from '../../reporting/progress/read-progress.ts';
import type { RunView } from './schemas.ts';

/**
 * How far the volumes of a clone are, and of one under way when it may be done. Nothing before their snapshots are begun,
 * of a plan, and of a run whose records belong to another route's run of the same name.
 */
export async function volumesOf(
  store: ObjectStore,
  { cloneId, route, over, now }: { cloneId: string; route: string; over: boolean; now: Date },
): Promise<Pick<RunView, 'volumes' | 'estimate'>> {
  const [record, followed] = await Promise.all([
    findRecord<{ clone: Clone }>(store, keysOf(cloneId).clone),
    readProgress(store, cloneId, !over),
  ]);
  if (record?.clone.route.name !== route || followed.length === 0) return {};
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
