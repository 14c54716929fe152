import * as z from 'zod';
import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import { leaveSource } from '../../core/execute/capture/leave-source.ts';
import { requireTaker } from '../../core/execute/handing/hand-volumes-back.ts';
import { lacksVolumes } from '../../core/execute/handing/handed-over.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: z.string().optional() });

/**
 * Brings back what quiesce-source changed, and removes what move-files has made; harmless when there is nothing of both. What a cut-over
 * has scaled down waits for a failure.
 */
export const handler = step('resume-source', Input, async ({ clone, stage }, { store, now }) => {
  const request = await findRecord<Request>(store, keysOf(clone.cloneId).request);
  const isKeptDown = stage === 'captured' && request?.cutOver === true;
  // It would start without its disks: hand-volumes-back resumes it.
  const resume = !isKeptDown && !(await lacksVolumes(store, clone.cloneId));
  const open = async () => (await openCluster(clone, 'source')).api;
  if (stage === 'roll-back') await requireTaker(open, store, clone.cloneId);
  return leaveSource(open, store, clone.cloneId, { resume, now });
});
