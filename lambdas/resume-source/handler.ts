import { z } from 'zod';
import { resumeSource } from '../../core/capture/resume-source.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { findRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.string().optional() });

/** Brings back what quiesce-source changed; harmless when there is nothing to bring back. For a cut-over it waits for a failure. */
export const handler = step('resume-source', Input, async ({ clone, stage }, { store }) => {
  if (stage === 'captured') {
    const request = await findRecord<Request>(store, keysOf(clone.cloneId).request);
    if (request?.cutOver) return { workloads: 0 };
  }
  return resumeSource(async () => (await openCluster(clone, 'source')).api, store, clone.cloneId);
});
