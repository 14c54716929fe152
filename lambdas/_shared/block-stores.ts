import { randomUUID } from 'node:crypto';
import { ebsBlockSink, ebsBlockSource } from '../../adapters/aws/ebs-blocks.ts';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import type { BlockSink, BlockSource } from '../../core/base/ports/block-store.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import { isOfRepository } from '../../core/base/run/origin.ts';
import type { MovedBlocks } from '../../core/base/run/volume-records.ts';
import { limitedSink, limitedSource } from '../../core/execute/blocks/with-limit.ts';
import { type RetryPolicy, retryingSink, retryingSource } from '../../core/execute/blocks/with-retry.ts';
import { imageSource } from '../../core/execute/images/image-source.ts';
import { keepPace, type Permit } from '../../core/execute/pace/keep-pace.ts';
import type { OpenSource } from '../../core/execute/volumes/plan-block-copy.ts';
import { aksSource, aksTarget } from './azure.ts';
import { snapshotBlocks, uploadedBlocks, uploadSink } from './disks.ts';
import { memberOf } from './member.ts';
import { piecesOf } from './moved-files.ts';

/** Blocks in flight in one function. */
export const WORKERS = 32;

/** EBS takes 1,000 a second for one snapshot; eight functions work on it (copy-blocks.asl.json), where the plan has no pace. */
const LIMIT = { clock: systemClock, concurrency: WORKERS, perSecond: 125 };
const RETRY = { clock: systemClock, random: Math.random };

/** What copies keep to: the pace of their volume. */
export interface KeptPace {
  permit: Permit;
  perSecond: number;
  onThrottle: () => void;
}

export function paceOf({ pace: run }: Clone, { pace }: VolumeItem, store: ObjectStore, blocks: MovedBlocks): KeptPace {
  const shares = pace?.shares ?? [];
  const windows = run?.windows ?? [];
  const permit = keepPace({ store, now: () => new Date(), shares, windows, holder: randomUUID() });
  const onThrottle = () => {
    blocks.throttled = (blocks.throttled ?? 0) + 1;
  };
  return { permit, perSecond: pace?.perSecond ?? LIMIT.perSecond, onThrottle };
}

const limitOf = (pace: KeptPace | undefined) =>
  pace ? { ...LIMIT, perSecond: () => pace.perSecond * pace.permit.part(), before: pace.permit.enter } : LIMIT;
const retryOf = (pace: KeptPace | undefined): RetryPolicy => (pace ? { ...RETRY, onThrottle: pace.onThrottle } : RETRY);

/**
 * The snapshot, or the image of a repository's files, which knows no earlier one. Limited, then retried, then EBS: a retry waits for
 * its turn like any other call.
 */
export async function sourceBlocks(
  clone: Clone,
  volume: VolumeItem,
  store: ObjectStore,
  pace?: KeptPace,
): Promise<OpenSource> {
  const { origin, claim } = volume;
  const retry = retryOf(pace);
  if (isOfRepository(origin)) {
    const open = () => piecesOf(clone, { claim, origin }, store);
    const image = retryingSource(await imageSource(store, { cloneId: clone.cloneId, claim }, open), retry);
    return () => image;
  }
  const limit = limitOf(pace);
  const member = await memberOf(clone, 'source');
  const aks = aksSource(clone.route);
  if (aks) {
    const open = await snapshotBlocks(member, aks, clone, volume);
    return (since) => retryingSource(limitedSource(open(since), limit), retry);
  }
  return (since) => retryingSource(limitedSource(ebsBlockSource(member, origin.snapshotId, since), limit), retry);
}

export async function targetBlocks(
  clone: Clone,
  snapshotId: string,
  volume: VolumeItem,
  pace?: KeptPace,
): Promise<BlockSink> {
  const member = await memberOf(clone, 'target');
  const aks = aksTarget(clone.route);
  const sink = aks
    ? await uploadSink(member, aks, clone, { disk: snapshotId, volume })
    : ebsBlockSink(member, snapshotId);
  return retryingSink(limitedSink(sink, limitOf(pace)), retryOf(pace));
}

/** What the snapshot in the target has, once it is complete. */
export async function targetSource(
  clone: Clone,
  snapshotId: string,
  volume: VolumeItem,
  pace?: KeptPace,
): Promise<BlockSource> {
  const member = await memberOf(clone, 'target');
  const aks = aksTarget(clone.route);
  const source = aks
    ? await uploadedBlocks(member, aks, clone, { disk: snapshotId, volume })
    : ebsBlockSource(member, snapshotId);
  return retryingSource(limitedSource(source, limitOf(pace)), retryOf(pace));
}
