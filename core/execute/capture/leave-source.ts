import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { removeMovers } from '../movers/remove-movers.ts';
import type { ScaledDown } from './quiesced.ts';
import { resumeSource } from './resume-source.ts';

/**
 * Leaves the source as it was: the Jobs of the run go first, and what was quiesced comes back whatever becomes of them. `resume: false`
 * is for a cut-over, whose source stays at zero. Harmless at any time. Throws what either of both throws.
 */
export async function leaveSource(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
  { resume, now }: { resume: boolean; now: () => Date },
): Promise<ScaledDown & { movers?: number }> {
  const [removed] = await Promise.allSettled([removeMovers(open, store, cloneId, now)]);
  const resumed = resume ? await resumeSource(open, store, cloneId) : { workloads: 0 };
  if (removed.status === 'rejected') throw removed.reason;
  return { ...resumed, ...(removed.value.movers > 0 ? { movers: removed.value.movers } : {}) };
}
