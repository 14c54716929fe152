import { z } from 'zod';
import { eksClusters } from '../../adapters/aws/clusters.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { cleanUpClone } from '../../core/execute/undo/clean-up-clone.ts';
import { retireFormerClone } from '../../core/execute/undo/retire-former-clone.ts';
import { noteSuperseded } from '../../core/reporting/note-superseded.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.literal('roll-back').optional() });

/** Removes what only the run needed: the clone that it has refreshed, shares, snapshots, access entries, locks. */
export const handler = step('clean-up-clone', Input, async ({ clone, stage, attempt }, { store, now }) => {
  const [source, target] = await Promise.all([memberOf(clone, 'source'), memberOf(clone, 'target')]);
  const storage = ec2VolumeStorage(target);
  const enter = async () => (await openCluster(clone, 'target')).api;
  return cleanUpClone(
    { storage: ec2VolumeStorage(source), clusters: clustersOf(clone, 'source', source) },
    { storage, clusters: eksClusters(target) },
    store,
    clone,
    now,
    () => retireFormerClone(enter, storage, store, clone.cloneId, now().toISOString(), noteSuperseded),
    stage ?? 'verified',
    attempt,
  );
});
