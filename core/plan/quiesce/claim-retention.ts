import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';

const POLICY = 'persistentVolumeClaimRetentionPolicy';

/**
 * Whether the claims of replicas that are scaled away are deleted, and with them, where their volumes have the reclaim
 * policy Delete, the data
 * (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention).
 */
export const deletesClaims = (workload: KubeObject) => textAt(workload, `spec.${POLICY}.whenScaled`) === 'Delete';

/** The patch of a StatefulSet's spec that says what becomes of the claims of replicas that are scaled away. */
export const whenScaled = (value: string) => ({ [POLICY]: { whenScaled: value } });

/**
 * Has StatefulSets keep the claims of all replicas; before they are scaled, and seen to be so in the server's answer.
 * Throws VerificationFailed when one still deletes them.
 */
export async function keepClaims(api: ClusterApi, sets: readonly ObjectRef[]): Promise<void> {
  for (const ref of sets) {
    const changed = await api.merge(ref, { spec: whenScaled('Retain') }, { manager: FIELD_MANAGER });
    if (deletesClaims(changed))
      throw new KubeferryError(
        'VerificationFailed',
        `${refText(ref)} still deletes its claims when it is scaled down (${POLICY}.whenScaled: Delete), although it was set to Retain: something in the cluster puts it back. It was not scaled. Set it to Retain for the time of the run, and start again.`,
      );
  }
}
