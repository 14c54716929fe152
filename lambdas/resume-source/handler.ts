import { z } from 'zod';
import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import { resumeSource } from '../../core/execute/capture/resume-source.ts';
import { lacksVolumes } from '../../core/execute/handing/handed-over.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.string().optional() });

/** Brings back what quiesce-source changed; harmless when there is nothing to bring back. For a cut-over it waits for a failure. */
export const handler = step('resume-source', Input, async ({ clone, stage }, { store }) => {
  if (stage === 'captured') {
    const request = await findRecord<Request>(store, keysOf(clone.cloneId).request);
    if (request?.cutOver) return { workloads: 0 };
  }
  // It would start without its disks: hand-volumes-back resumes it.
  if (await lacksVolumes(store, clone.cloneId)) return { workloads: 0 };
  return resumeSource(async () => (await openCluster(clone, 'source')).api, store, clone.cloneId);
});
