import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { handVolumesOver } from '../../core/execute/handing/hand-volumes-over.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Has the source let go of the volumes that the target binds as they are; harmless where there are none. */
export const handler = step('hand-volumes-over', WithClone, ({ clone }, { store, now, stillOn }) => {
  const open = async () => {
    const { api, session } = await openCluster(clone, 'source');
    return { api, storage: ec2VolumeStorage(session) };
  };
  return handVolumesOver(open, store, clone.cloneId, { now: () => now().toISOString(), stillOn });
});
