import { FIELD_MANAGER } from '../clone/names.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { Rested } from './former.ts';

/** Scales workloads to zero, or suspends them; one that is gone, or is another by now, is let be. */
export async function rest(api: ClusterApi, workloads: readonly Rested[]): Promise<void> {
  for (const workload of workloads)
    await change(api, workload, 'replicas' in workload.back ? { replicas: 0 } : { suspend: true });
}

/** Brings workloads back to what they were before. */
export async function bringBack(api: ClusterApi, workloads: readonly Rested[]): Promise<void> {
  for (const workload of workloads) await change(api, workload, workload.back);
}

async function change(api: ClusterApi, { ref, uid }: Rested, spec: Rested['back']): Promise<void> {
  if ((await api.get(ref))?.metadata.uid !== uid) return;
  const subresource = 'replicas' in spec ? ({ subresource: 'scale' } as const) : {};
  await api.merge(ref, { spec }, { manager: FIELD_MANAGER, ...subresource });
}
