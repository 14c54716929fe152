import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { copyIdOf, copyOf } from '../../core/base/run/rounds.ts';
import { freeCopy, tellingWaits } from '../../core/execute/progress/waits.ts';
import { copySnapshot } from '../../core/execute/volumes/copy-snapshot.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** Starts the copy into the target's account, Region and key. */
export const handler = step('copy-snapshot', Input, async ({ clone, volume, attempt }, { store, stillOn }) => {
  const storage = ec2VolumeStorage(await memberOf(clone, 'target'));
  await stillOn();
  const copy = () => copySnapshot(storage, store, copyOf(clone), volume, attempt);
  return tellingWaits(store, copyIdOf(clone), volume.claim, freeCopy, copy);
});
