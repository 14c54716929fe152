import * as z from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { copyOf } from '../../core/base/run/rounds.ts';
import { sealSnapshot } from '../../core/execute/volumes/seal-snapshot.ts';
import { targetBlocks } from '../_shared/block-stores.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, snapshotId: z.string() });

/** Tells EBS the checksum over all blocks; it compares it with what it holds. */
export const handler = step('seal-snapshot', Input, async ({ clone, volume, snapshotId }, { store }) =>
  sealSnapshot(await targetBlocks(clone, snapshotId, volume), store, copyOf(clone), volume, snapshotId),
);
