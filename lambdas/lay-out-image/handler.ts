import * as z from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { RepositoryOrigin } from '../../core/base/run/origin.ts';
import { layOutImage } from '../../core/execute/images/lay-out-image.ts';
import { repositoryOf } from '../_shared/moved-files.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: z.object({ ...VolumeItem.shape, origin: RepositoryOrigin }) });

/** Lays the files of a repository out as a volume, or the device that it has kept; the blocks are made when they are copied. */
export const handler = step('lay-out-image', Input, async ({ clone, volume }, { store }) => {
  return layOutImage(await repositoryOf(clone, volume, store), store, clone, volume);
});
