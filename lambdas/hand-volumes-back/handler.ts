import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { resumeSource } from '../../core/execute/capture/resume-source.ts';
import { handVolumesBack } from '../../core/execute/handing/hand-volumes-back.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Gives the source its volumes back, and lets it work again; harmless where the run has taken none. */
export const handler = step('hand-volumes-back', WithClone, async ({ clone }, { store, now }) => {
  const source = async () => {
    const { api, session } = await openCluster(clone, 'source');
    return { api, storage: ec2VolumeStorage(session) };
  };
  const sides = { source, target: () => targetThere(clone) };
  const back = await handVolumesBack(sides, store, clone.cloneId, () => now().toISOString());
  await resumeSource(async () => (await source()).api, store, clone.cloneId);
  return back;
});

/** The run may not have come to make its cluster. */
const targetThere = (clone: Clone) =>
  openCluster(clone, 'target').then(
    ({ api }) => api,
    (error: unknown) => {
      if (error instanceof KubeferryError && error.name === 'NotFound') return undefined;
      throw error;
    },
  );
