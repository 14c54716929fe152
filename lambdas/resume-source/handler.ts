import { resumeSource } from '../../core/capture/resume-source.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Brings back what quiesce-source changed; harmless when there is nothing to bring back. */
export const handler = step('resume-source', WithClone, ({ clone }, { store }) =>
  resumeSource(async () => (await openCluster(clone, 'source')).api, store, clone.cloneId),
);
