import type { KubeObject, OwnerReference } from '../../../kube/kube-object.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { controlledBy } from './pods.ts';
import { update } from './writes.ts';

const CLAIMS = '/persistentvolumeclaims';

/** What a StatefulSet says of its claims; each is `Retain` where it says nothing. */
export interface ClaimRetention {
  whenDeleted?: string;
  whenScaled?: string;
}

/**
 * Makes one pod's claims belong to whom the set's persistentVolumeClaimRetentionPolicy says: to the set, so that they go
 * with it; to the pod, when it is about to be scaled away, so that they go with the pod; or to nobody. The garbage
 * collector does the rest. (`updateClaimOwnerRefForSetAndPod` of pkg/controller/statefulset/stateful_set_utils.go)
 */
export function settleOwners(
  state: ClusterState,
  { set, pod, claims, policy = {} }: { set: KubeObject; pod: KubeObject; claims: string[]; policy?: ClaimRetention },
  isScaledAway: boolean,
): void {
  const ofSet = policy.whenDeleted === 'Delete' ? set : undefined;
  const owner = isScaledAway && policy.whenScaled === 'Delete' ? pod : ofSet;
  for (const name of claims) {
    const claim = state.store.get(CLAIMS, set.metadata.namespace ?? '', name);
    if (!claim || isOfOthers(claim, [set, pod])) continue;
    const before = claim.metadata.ownerReferences ?? [];
    const kept = before.filter((each) => each.uid !== set.metadata.uid && each.uid !== pod.metadata.uid);
    const after = owner ? [...kept, controlledBy(owner)] : kept;
    if (sameOwners(before, after)) continue;
    update(state, CLAIMS, claim, { ...claim, metadata: { ...claim.metadata, ownerReferences: after } });
  }
}

/** A claim that another controls, or that belongs to an earlier set or pod of the name, is left as it is. */
const isOfOthers = ({ metadata }: KubeObject, ours: KubeObject[]) =>
  (metadata.ownerReferences ?? []).some(
    (each) =>
      !ours.some((one) => one.metadata.uid === each.uid) &&
      (each.controller || ours.some((one) => one.kind === each.kind && one.metadata.name === each.name)),
  );

const sameOwners = (before: OwnerReference[], after: OwnerReference[]) =>
  before.length === after.length &&
  after.every(({ uid, controller }) => before.some((one) => one.uid === uid && one.controller === controller));
