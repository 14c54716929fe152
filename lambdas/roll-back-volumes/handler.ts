import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { rollBackClone } from '../../core/undo/roll-back-volumes.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Deletes the volumes that the run made, by their tags. */
export const handler = step('roll-back-volumes', WithClone, async ({ clone }, { store }) =>
  rollBackClone(ec2VolumeStorage(await memberOf(clone, 'target')), store, clone.cloneId),
);
