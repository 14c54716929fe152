import { z } from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { RepositoryOrigin } from '../../core/base/run/origin.ts';
import { layOutImage } from '../../core/execute/images/lay-out-image.ts';
import { memberOf } from '../_shared/member.ts';
import { openWithMember } from '../_shared/repositories.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: z.object({ ...VolumeItem.shape, origin: RepositoryOrigin }) });

/** Lays the files of a repository out as a volume, or the device that it has kept; the blocks are made when they are copied. */
export const handler = step('lay-out-image', Input, async ({ clone, volume }, { store }) => {
  const repository = await openWithMember(await memberOf(clone, 'source'), volume.origin.repository);
  return layOutImage(repository, store, clone, volume);
});
