import type { StartSnapshotRequest } from '../../core/base/ports/volume-storage.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { copyOf } from '../../core/base/run/rounds.ts';
import { planBlockCopy } from '../../core/execute/volumes/plan-block-copy.ts';
import { sourceBlocks } from '../_shared/block-stores.ts';
import { startTarget } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** Lists the written blocks, or the changed ones, cuts them into segments, and starts the snapshot that they will fill. */
export const handler = step('plan-segments', Input, async ({ clone, volume, attempt }, tools) => {
  const { store, stillOn, remainingMs } = tools;
  const [open, target] = await Promise.all([sourceBlocks(clone, volume, store), memberOf(clone, 'target')]);
  const start = async (request: StartSnapshotRequest) => {
    await stillOn();
    return startTarget(clone, target, request, volume);
  };
  return planBlockCopy(open, start, store, copyOf(clone), volume, remainingMs, attempt);
});
