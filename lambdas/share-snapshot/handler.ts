import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { lookForOwn } from '../../core/base/run/attempt.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** Shares the source snapshot with exactly the target's account; clean-up ends the share. */
export const handler = step('share-snapshot', Input, async ({ clone, volume, attempt }, { stillOn }) => {
  const storage = ec2VolumeStorage(await memberOf(clone, 'source'));
  await stillOn();
  await lookForOwn(attempt, () => storage.shareSnapshot(volume.sourceSnapshotId, clone.route.target.account));
  return { snapshotId: volume.sourceSnapshotId };
});
