import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/clone/envelope.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** Shares the source snapshot with exactly the target's account; clean-up ends the share. */
export const handler = step('share-snapshot', Input, async ({ clone, volume }, { stillOn }) => {
  const storage = ec2VolumeStorage(await memberOf(clone, 'source'));
  await stillOn();
  await storage.shareSnapshot(volume.sourceSnapshotId, clone.route.target.account);
  return { snapshotId: volume.sourceSnapshotId };
});
