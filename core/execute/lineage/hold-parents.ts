import { inParallel } from '../../base/in-parallel.ts';
import { BLOCK_BYTES } from '../../base/ports/block-store.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone, Parent } from '../../base/run/envelope.ts';
import { holdPair, type Pair } from '../../base/run/lineage.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import { keepBlockWay } from '../volumes/block-way.ts';

/**
 * Takes what the plan goes on from, before anything is made: no other run removes it until this one has ended. What has
 * gone since the plan is no parent; that volume is moved whole, and the report says why. `copyId`: whose records say how each
 * volume is copied, the run's or those of one of its rounds. May run again.
 */
export async function holdParents(
  store: ObjectStore,
  { cloneId, route, startedAt }: Clone,
  planned: readonly PlannedVolume[],
  copyId = cloneId,
): Promise<Map<string, Parent>> {
  const held = await inParallel(planned, 16, async ({ claim, since }) => {
    if (!since) return [];
    const hold = { cloneId, since: startedAt };
    const pair = await holdPair(store, { route: route.name, claim }, since.sourceSnapshotId, hold);
    if (pair) return [[claim, parentOf(pair)] as const];
    const broken = `What run ${since.cloneId} had brought of it was removed after the plan.`;
    await keepBlockWay(store, copyId, claim, { broken });
    return [];
  });
  return new Map(held.flat());
}

const parentOf = ({ source, target, bytes }: Pair): Parent => ({
  sourceSnapshotId: source.snapshotId,
  snapshotId: target.snapshotId,
  ...(bytes === undefined ? {} : { blocks: Math.ceil(bytes / BLOCK_BYTES) }),
});
