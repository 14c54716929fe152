import type { ClaimSpec, VolumeSpec } from '../contract/shapes.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { setStatus } from './writes.ts';

/** Says whether a volume is Available, Bound or Released; what happens to a released one is its driver's to do. */
export const volumePhase: Controller = {
  name: 'volume phase',
  watches: {
    '/persistentvolumes': ownKey,
    '/persistentvolumeclaims': ({ object, previous }) =>
      [object, previous].flatMap((claim) => {
        const { volumeName } = (claim?.spec ?? {}) as ClaimSpec;
        return volumeName ? [keyOf('', volumeName)] : [];
      }),
  },
  reconcile(key, state) {
    const { name } = parseKey(key);
    const volume = state.store.get('/persistentvolumes', '', name);
    if (!volume) return undefined;
    const { claimRef } = volume.spec as VolumeSpec;
    const claim = claimRef && state.store.get('/persistentvolumeclaims', claimRef.namespace, claimRef.name);
    const held = claim && claim.metadata.uid === claimRef.uid;
    const bound = held && (claim.spec as ClaimSpec).volumeName === name;
    const waiting = held ? (volume.status as { phase?: string })?.phase : 'Released';
    const phase = !claimRef?.uid ? 'Available' : bound ? 'Bound' : waiting;
    setStatus(state, '/persistentvolumes', volume, { ...(volume.status as object), phase });
    return undefined;
  },
};
