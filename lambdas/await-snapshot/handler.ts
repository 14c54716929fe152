import { z } from 'zod';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/clone/envelope.ts';
import { awaitSnapshot } from '../../core/volumes/await-snapshot.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, side: z.enum(['source', 'target']), snapshotId: z.string() });

/** Looks at a snapshot once; the machine asks again until it is complete. */
export const handler = step('await-snapshot', Input, async ({ clone, volume, side, snapshotId }) =>
  awaitSnapshot(ec2VolumeStorage(await memberOf(clone, side)), snapshotId, volume.claim),
);
