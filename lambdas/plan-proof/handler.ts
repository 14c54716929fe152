import * as z from 'zod';
import { lookForOwn } from '../../core/base/run/attempt.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { planProof } from '../../core/execute/proof/plan-proof.ts';
import { sourceBlocks, targetSource } from '../_shared/block-stores.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem.required({ compare: true }), snapshotId: z.string() });

/** Lists the blocks of both snapshots, and cuts what is to be compared of them into segments. */
export const handler = step('plan-proof', Input, async ({ clone, volume, snapshotId, attempt }, tools) => {
  const { store, remainingMs } = tools;
  const [open, target] = await Promise.all([
    sourceBlocks(clone, volume, store),
    targetSource(clone, snapshotId, volume),
  ]);
  const sides = { source: open(), target };
  return lookForOwn(attempt, () => planProof(sides, store, clone, volume, volume.compare, remainingMs));
});
