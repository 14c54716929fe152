import type { PodSpec } from '../contract/shapes.ts';
import { claimNames } from './claims-of-pod.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { withoutFinalizer } from './garbage-collector.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** Lets a deleted claim go once no pod uses it (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection). */
export const claimProtection: Controller = {
  name: 'claim protection',
  watches: {
    '/persistentvolumeclaims': ownKey,
    '/pods': ({ object }) => claimNames(object).map((name) => keyOf(object.metadata.namespace, name)),
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const claim = state.store.get('/persistentvolumeclaims', namespace, name);
    if (!claim?.metadata.deletionTimestamp || !claim.metadata.finalizers?.includes(CLAIM_FINALIZER)) return undefined;
    const users = state.store.list('/pods', namespace).filter((pod) => {
      const { phase } = (pod.status ?? {}) as { phase?: string };
      const runs = (pod.spec as PodSpec).nodeName && phase !== 'Succeeded' && phase !== 'Failed';
      return runs && claimNames(pod).includes(name);
    });
    if (users.length === 0) withoutFinalizer(state, '/persistentvolumeclaims', claim, CLAIM_FINALIZER);
    return undefined;
  },
};

/** Lets a deleted volume go once it is bound to no claim. */
export const volumeProtection: Controller = {
  name: 'volume protection',
  watches: { '/persistentvolumes': ownKey },
  reconcile(key, state) {
    const { name } = parseKey(key);
    const volume = state.store.get('/persistentvolumes', '', name);
    if (!volume?.metadata.deletionTimestamp || !volume.metadata.finalizers?.includes(VOLUME_FINALIZER))
      return undefined;
    const bound = (volume.status as { phase?: string })?.phase === 'Bound';
    if (!bound) withoutFinalizer(state, '/persistentvolumes', volume, VOLUME_FINALIZER);
    return undefined;
  },
};
