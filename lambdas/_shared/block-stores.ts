import { ebsBlockSink, ebsBlockSource } from '../../adapters/aws/ebs-blocks.ts';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import type { BlockSink } from '../../core/base/ports/block-store.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import { limitedSink, limitedSource } from '../../core/execute/blocks/with-limit.ts';
import { retryingSink, retryingSource } from '../../core/execute/blocks/with-retry.ts';
import { imageSource } from '../../core/execute/images/image-source.ts';
import type { OpenSource } from '../../core/execute/volumes/plan-block-copy.ts';
import { memberOf } from './member.ts';
import { openPiecesWithMember } from './repositories.ts';

/** Blocks in flight in one function. */
export const WORKERS = 32;

/** EBS takes 1,000 a second for one snapshot; eight functions work on it (copy-blocks.asl.json). */
const LIMIT = { clock: systemClock, concurrency: WORKERS, perSecond: 125 };
const RETRY = { clock: systemClock, random: Math.random };

/**
 * The snapshot, or the image of a repository's files, which knows no earlier one. Limited, then retried, then EBS: a retry waits for
 * its turn like any other call.
 */
export async function sourceBlocks(clone: Clone, volume: VolumeItem, store: ObjectStore): Promise<OpenSource> {
  const { origin, claim } = volume;
  const member = await memberOf(clone, 'source');
  if (origin.kind === 'files') {
    const open = () => openPiecesWithMember(member, origin.repository);
    const image = retryingSource(await imageSource(store, { cloneId: clone.cloneId, claim }, open), RETRY);
    return () => image;
  }
  return (since) => retryingSource(limitedSource(ebsBlockSource(member, origin.snapshotId, since), LIMIT), RETRY);
}

export async function targetBlocks(clone: Clone, snapshotId: string): Promise<BlockSink> {
  return retryingSink(limitedSink(ebsBlockSink(await memberOf(clone, 'target'), snapshotId), LIMIT), RETRY);
}
