import { z } from 'zod';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/clone/envelope.ts';
import { verifyVolume } from '../../core/volumes/verify-volume.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, snapshotId: z.string(), volumeId: z.string() });

/** Compares the volume with the plan and records it for the translation of its PersistentVolume. */
export const handler = step('verify-volume', Input, async ({ clone, volume, snapshotId, volumeId }, { store }) =>
  verifyVolume(ec2VolumeStorage(await memberOf(clone, 'target')), store, clone, volume, { snapshotId, volumeId }),
);
