import { eksClusters } from '../../adapters/aws/clusters.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { cleanUpClone } from '../../core/undo/clean-up-clone.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Removes what only the run needed: shares, snapshots, access entries, locks. */
export const handler = step('clean-up-clone', WithClone, async ({ clone }, { store }) => {
  const [source, target] = await Promise.all([memberOf(clone, 'source'), memberOf(clone, 'target')]);
  return cleanUpClone(
    { storage: ec2VolumeStorage(source), clusters: eksClusters(source) },
    { storage: ec2VolumeStorage(target), clusters: eksClusters(target) },
    store,
    clone,
  );
});
