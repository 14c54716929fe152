import * as z from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { roomFor, tellingWaits } from '../../core/execute/progress/waits.ts';
import { createVolume } from '../../core/execute/volumes/create-volume.ts';
import { targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, snapshotId: z.string() });

/** Makes the volume in its zone, of its type, under the target's key. */
export const handler = step(
  'create-volume',
  Input,
  async ({ clone, volume, snapshotId, attempt }, { store, stillOn }) => {
    const storage = targetStorage(clone, await memberOf(clone, 'target'));
    await stillOn();
    const create = () => createVolume(storage, store, clone, volume, snapshotId, attempt);
    return tellingWaits(store, clone.cloneId, volume.claim, roomFor(volume.volumeType), create);
  },
);
