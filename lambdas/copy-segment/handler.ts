import * as z from 'zod';
import { lookForOwn } from '../../core/base/run/attempt.ts';
import { Segment, VolumeItem } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { isOfRepository } from '../../core/base/run/origin.ts';
import { copyOf } from '../../core/base/run/rounds.ts';
import { copySegment } from '../../core/execute/blocks/copy-segment.ts';
import { countedSink, countedSource } from '../../core/execute/blocks/counted.ts';
import { encodeDigestRecord } from '../../core/execute/blocks/digest-record.ts';
import { noteSegment } from '../../core/execute/progress/note-progress.ts';
import { paceOf, sourceBlocks, targetBlocks, WORKERS } from '../_shared/block-stores.ts';
import { noted } from '../_shared/noted.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, snapshotId: z.string(), segment: Segment });

/** Copies one run of blocks with a role on each side, and keeps their digests for the seal. */
export const handler = step('copy-segment', Input, async (input, tools) => {
  const { clone, volume, snapshotId, segment, attempt } = input;
  const { store, now } = tools;
  const { cloneId } = copyOf(clone);
  const pace = paceOf(clone, volume, store, tools.blocks);
  const [open, to] = await Promise.all([
    sourceBlocks(clone, volume, store, pace),
    targetBlocks(clone, snapshotId, volume, pace),
  ]);
  // What is read of a repository is no block of EBS, and not on its bill.
  const read = isOfRepository(volume.origin) ? { read: 0, written: 0 } : tools.blocks;
  const [source, sink] = [countedSource(open(segment.since), read), countedSink(to, tools.blocks)];
  const zeroBlocks = segment.since === undefined ? 'skip' : 'write';
  const job = { source, sink, segment, workers: WORKERS, zeroBlocks } as const;
  const leave = () => noted(pace.permit.leave(), tools);
  const { digests } = await lookForOwn(attempt, () => copySegment(job)).finally(leave);
  const key = keysOf(cloneId).digests(volume.claim, segment.number);
  await store.put(key, encodeDigestRecord({ segment: segment.number, digests }));
  await noted(noteSegment({ store, cloneId, volume, now: now() }, segment), tools);
  return { blocks: digests.length };
});
