import * as z from 'zod';
import { lookForOwn } from '../../core/base/run/attempt.ts';
import { Segment, VolumeItem } from '../../core/base/run/envelope.ts';
import { isOfRepository } from '../../core/base/run/origin.ts';
import { countedSource } from '../../core/execute/blocks/counted.ts';
import { proveSegment } from '../../core/execute/proof/prove-segment.ts';
import { paceOf, sourceBlocks, targetSource, WORKERS } from '../_shared/block-stores.ts';
import { noted } from '../_shared/noted.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({
  volume: VolumeItem.required({ compare: true }),
  snapshotId: z.string(),
  segment: Segment,
});

/** Reads one run of blocks on both sides, and compares them. */
export const handler = step('prove-segment', Input, async (input, tools) => {
  const { clone, volume, snapshotId, segment, attempt } = input;
  const { store, blocks } = tools;
  const pace = paceOf(clone, volume, store, blocks);
  const [open, target] = await Promise.all([
    sourceBlocks(clone, volume, store, pace),
    targetSource(clone, snapshotId, volume, pace),
  ]);
  // What is read of a repository is no block of EBS, and not on its bill.
  const read = isOfRepository(volume.origin) ? { read: 0, written: 0 } : blocks;
  const sides = { source: countedSource(open(), read), target: countedSource(target, blocks) };
  const leave = () => noted(pace.permit.leave(), tools);
  const how = { compared: volume.compare, workers: WORKERS };
  return lookForOwn(attempt, () => proveSegment(sides, store, clone, volume, segment, how)).finally(leave);
});
