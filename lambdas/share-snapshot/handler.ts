import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { shareSnapshot } from '../../core/execute/shares/share-snapshot.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** Lets the target's account copy the source snapshot. */
export const handler = step('share-snapshot', Input, async ({ clone, volume, attempt }, { store, stillOn }) => {
  const storage = ec2VolumeStorage(await memberOf(clone, 'source'));
  await stillOn();
  return shareSnapshot(storage, store, clone, volume, attempt);
});
