import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { keepClaims } from '../../plan/quiesce/claim-retention.ts';
import type { ScaledDown } from '../../plan/refresh/former.ts';

const IN_FLIGHT = 16;

/**
 * Scales workloads to zero, or suspends them; one that is gone, or is another by now, is let be. A StatefulSet keeps the
 * claims that it would delete with its replicas.
 */
export async function scaleDown(api: ClusterApi, workloads: readonly ScaledDown[]): Promise<void> {
  for (const workload of workloads) {
    const { ref, back } = workload;
    if (!(await isThere(api, workload))) continue;
    if ('suspend' in back) await api.merge(ref, { spec: { suspend: true } }, { manager: FIELD_MANAGER });
    else {
      if (back.persistentVolumeClaimRetentionPolicy) await keepClaims(api, [ref]);
      await api.merge(ref, { spec: { replicas: 0 } }, { manager: FIELD_MANAGER, subresource: 'scale' });
    }
  }
}

/** Brings workloads back to what they were before: replicas and claim policy in one write. */
export async function bringBack(api: ClusterApi, workloads: readonly ScaledDown[]): Promise<void> {
  await inParallel(workloads, IN_FLIGHT, async (workload) => {
    const { ref, back } = workload;
    if (!(await isThere(api, workload))) return;
    const byScale = 'replicas' in back && !back.persistentVolumeClaimRetentionPolicy;
    await api.merge(
      ref,
      { spec: back },
      byScale ? { manager: FIELD_MANAGER, subresource: 'scale' } : { manager: FIELD_MANAGER },
    );
  });
}

const isThere = async (api: ClusterApi, { ref, uid }: ScaledDown) => (await api.get(ref))?.metadata.uid === uid;
