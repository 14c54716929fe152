import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClaimSpec, VolumeSpec } from '../contract/shapes.ts';
import { parseQuantity } from '../kinds/quantity.ts';
import { matchesSelector } from '../labels/label-selector.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { setStatus, update } from './writes.ts';

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

/** True when the volume is promised to this claim, and to no other of the same name. */
export function isPromised(volume: KubeObject, claim: KubeObject): boolean {
  const { claimRef } = volume.spec as VolumeSpec;
  const { namespace, name, uid } = claim.metadata;
  if (claimRef?.name !== name || claimRef?.namespace !== namespace) return false;
  return !claimRef?.uid || claimRef.uid === uid;
}

/** Why a volume cannot be used for a claim; undefined when it can. */
export function mismatch(volume: KubeObject, claim: KubeObject): string | undefined {
  const [spec, wanted] = [volume.spec as VolumeSpec, claim.spec as ClaimSpec];
  const size = parseQuantity(spec.capacity?.storage ?? '0');
  if (size < parseQuantity(wanted.resources?.requests?.storage ?? '0')) return 'requested PV is too small';
  if ((spec.storageClassName ?? '') !== (wanted.storageClassName ?? '')) return 'storageClassName does not match';
  if ((spec.volumeMode ?? 'Filesystem') !== (wanted.volumeMode ?? 'Filesystem')) return 'incompatible volumeMode';
  const modes = (wanted.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode));
  return modes ? undefined : 'incompatible accessMode';
}

/** The volume for a claim that names none: the promised one, else (unless binding waits for a pod) the smallest fitting. */
export function findVolume(
  state: ClusterState,
  claim: KubeObject,
  promisedOnly: boolean,
  fits: (volume: KubeObject) => boolean = () => true,
): KubeObject | undefined {
  const volumes = state.store.list('/persistentvolumes').filter((volume) => !volume.metadata.deletionTimestamp);
  const promised = volumes.find((volume) => isPromised(volume, claim) && !isTooSmall(volume, claim));
  if (promised || promisedOnly) return promised;
  const { selector } = claim.spec as ClaimSpec;
  const free = volumes.filter(
    (volume) =>
      !(volume.spec as VolumeSpec).claimRef &&
      !mismatch(volume, claim) &&
      (!selector || matchesSelector(volume.metadata.labels ?? {}, selector)) &&
      fits(volume),
  );
  const size = (volume: KubeObject) => parseQuantity((volume.spec as VolumeSpec).capacity?.storage ?? '0');
  return free.sort((one, other) => size(one) - size(other))[0];
}

function isTooSmall(volume: KubeObject, claim: KubeObject): boolean {
  return mismatch(volume, claim) === 'requested PV is too small';
}

/** Writes both sides of the bond: the volume's claimRef, then the claim's volumeName, with the controller's marks. */
export function bind(state: ClusterState, volume: KubeObject, claim: KubeObject): void {
  const volumeSpec = volume.spec as VolumeSpec;
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  if (volumeSpec.claimRef?.uid !== uid) {
    const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion };
    const mark: Record<string, string> = volumeSpec.claimRef ? {} : { [BOUND_BY_CONTROLLER]: 'yes' };
    update(state, '/persistentvolumes', volume, marked(volume, { ...volumeSpec, claimRef }, mark));
  }
  setStatus(state, '/persistentvolumes', state.store.get('/persistentvolumes', '', volume.metadata.name)!, {
    phase: 'Bound',
  });
  const claimSpec = claim.spec as ClaimSpec;
  const mark = { [BIND_COMPLETED]: 'yes', ...(claimSpec.volumeName ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) };
  update(
    state,
    '/persistentvolumeclaims',
    claim,
    marked(claim, { ...claimSpec, volumeName: volume.metadata.name }, mark),
  );
  const status = { phase: 'Bound', accessModes: volumeSpec.accessModes, capacity: volumeSpec.capacity };
  setStatus(state, '/persistentvolumeclaims', state.store.get('/persistentvolumeclaims', namespace!, name)!, status);
}

function marked(object: KubeObject, spec: object, annotations: Record<string, string>): KubeObject {
  const { resourceVersion: _now, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } }, spec };
}
