import type { PodSpec } from '../contract/shapes.ts';
import { type Controller, ownKey, parseKey } from './controller.ts';
import { create } from './writes.ts';

/**
 * Makes the claims of generic ephemeral volumes, owned by their pod
 * (https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes).
 */
export const ephemeralVolumeController: Controller = {
  name: 'ephemeral volumes',
  watches: { '/pods': ownKey },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const pod = state.store.get('/pods', namespace, name);
    if (!pod || pod.metadata.deletionTimestamp) return undefined;
    for (const volume of (pod.spec as PodSpec).volumes ?? []) {
      if (!volume.ephemeral) continue;
      const { metadata = {}, spec } = volume.ephemeral.volumeClaimTemplate;
      const owner = { apiVersion: 'v1', kind: 'Pod', name, uid: pod.metadata.uid ?? '' };
      create(state, '/persistentvolumeclaims', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...metadata,
          name: `${name}-${volume.name}`,
          namespace,
          ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
        },
        spec,
      });
    }
    return undefined;
  },
};
