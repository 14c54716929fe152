import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClaimSpec, VolumeSpec } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { BIND_COMPLETED, bind, findVolume, isPromised, mismatch } from './bind-claim.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { tell } from './events.ts';
import { setStatus, update } from './writes.ts';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONERS = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Binds claims to volumes, or asks their class's provisioner for one (pkg/controller/volume/persistentvolume). */
export const claimBinder: Controller = {
  name: 'claim binder',
  watches: {
    '/persistentvolumeclaims': ownKey,
    '/persistentvolumes': ({ object }, state) => {
      const { claimRef } = object.spec as VolumeSpec;
      if (claimRef) return [keyOf(claimRef.namespace, claimRef.name)];
      return state.store.list('/persistentvolumeclaims').filter(isPending).map(keyOfObject);
    },
    'storage.k8s.io/storageclasses': (_event, state) =>
      state.store.list('/persistentvolumeclaims').filter(isPending).map(keyOfObject),
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const claim = state.store.get('/persistentvolumeclaims', namespace, name);
    if (!claim) return undefined;
    if (claim.metadata.annotations?.[BIND_COMPLETED]) checkBound(state, claim);
    else if (!claim.metadata.deletionTimestamp) bindPending(state, claim);
    return undefined;
  },
};

/** A claim that says it is bound is lost when its volume does not exist, or another's: also right after its creation. */
function checkBound(state: ClusterState, claim: KubeObject): void {
  const { volumeName } = claim.spec as ClaimSpec;
  const volume = volumeName ? state.store.get('/persistentvolumes', '', volumeName) : undefined;
  const ref = (volume?.spec as VolumeSpec | undefined)?.claimRef;
  if (volume && (!ref || ref.uid === claim.metadata.uid)) {
    if (isPending(claim) || !ref) bind(state, volume, claim);
    return;
  }
  const message = volume
    ? 'Two claims are bound to the same volume, this one is bound incorrectly'
    : 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
  tell(state, claim, 'persistentvolume-controller', {
    type: 'Warning',
    reason: volume ? 'ClaimMisbound' : 'ClaimLost',
    message,
  });
  setStatus(state, '/persistentvolumeclaims', claim, { phase: 'Lost' });
}

function bindPending(state: ClusterState, claim: KubeObject): void {
  const { volumeName, storageClassName = '' } = claim.spec as ClaimSpec;
  if (volumeName) {
    bindNamed(state, claim, volumeName);
    return;
  }
  const storageClass = state.store.get('storage.k8s.io/storageclasses', '', storageClassName);
  const waits = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = findVolume(state, claim, waits);
  if (volume) bind(state, volume, claim);
  else if (storageClass && storageClass.provisioner !== NO_PROVISIONER)
    askProvisioner(state, claim, storageClass, waits);
  else if (storageClassName && !storageClass) {
    const message = `storageclass.storage.k8s.io "${storageClassName}" not found`;
    tell(state, claim, 'persistentvolume-controller', { type: 'Warning', reason: 'ProvisioningFailed', message });
  }
}

function bindNamed(state: ClusterState, claim: KubeObject, volumeName: string): void {
  const volume = state.store.get('/persistentvolumes', '', volumeName);
  if (!volume) return;
  const warn = (reason: string, message: string) =>
    tell(state, claim, 'persistentvolume-controller', { type: 'Warning', reason, message });
  if (isPromised(volume, claim)) bind(state, volume, claim);
  else if ((volume.spec as VolumeSpec).claimRef) {
    warn('FailedBinding', `volume "${volumeName}" already bound to a different claim.`);
  } else {
    const why = mismatch(volume, claim);
    if (why) warn('VolumeMismatch', `Cannot bind to requested volume "${volumeName}": ${why}`);
    else bind(state, volume, claim);
  }
}

function askProvisioner(state: ClusterState, claim: KubeObject, storageClass: KubeObject, waits: boolean): void {
  const annotations = claim.metadata.annotations ?? {};
  if (waits && !annotations[SELECTED_NODE]) {
    const message = 'waiting for first consumer to be created before binding';
    tell(state, claim, 'persistentvolume-controller', { reason: 'WaitForFirstConsumer', message });
    return;
  }
  const provisioner = String(storageClass.provisioner);
  if (annotations[PROVISIONERS[0]!] === provisioner) return;
  const wanted = Object.fromEntries(PROVISIONERS.map((name) => [name, provisioner]));
  update(state, '/persistentvolumeclaims', claim, {
    ...claim,
    metadata: { ...claim.metadata, annotations: { ...annotations, ...wanted } },
  });
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  tell(state, claim, 'persistentvolume-controller', { reason: 'ExternalProvisioning', message });
}

function isPending(claim: KubeObject): boolean {
  return (claim.status as { phase?: string })?.phase !== 'Bound';
}

function keyOfObject({ metadata }: KubeObject): string {
  return keyOf(metadata.namespace, metadata.name);
}
