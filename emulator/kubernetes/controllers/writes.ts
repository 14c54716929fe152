import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { ApiError } from '../errors/status.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { createObject } from '../write/create.ts';
import { updateObject } from '../write/update.ts';

/** The field manager of the control loops, as on a real cluster. */
const MANAGER = 'kube-controller-manager';

/** Creates an object as a controller; undefined when there is one of that name already. */
export function create(state: ClusterState, storage: string, object: KubeObject): KubeObject | undefined {
  const type = state.registry.ofStorage(storage);
  const options = { manager: MANAGER, dryRun: false, operation: 'Update' as const };
  try {
    return createObject(state, type, object.metadata.namespace ?? '', object, options);
  } catch (error) {
    if (error instanceof ApiError && error.status.reason === 'AlreadyExists') return undefined;
    throw error;
  }
}

/** Replaces an object's metadata and spec as a controller. */
export function update(state: ClusterState, storage: string, old: KubeObject, object: KubeObject): KubeObject {
  const options = { manager: MANAGER, dryRun: false, operation: 'Update' as const };
  return updateObject(state, state.registry.ofStorage(storage), old, object, options);
}

/** Replaces an object's status as a controller; nothing is written when it is the same. */
export function setStatus(state: ClusterState, storage: string, old: KubeObject, status: object): void {
  if (isDeepStrictEqual(old.status, status)) return;
  const options = { manager: MANAGER, dryRun: false, operation: 'Update' as const, subresource: 'status' };
  updateObject(state, state.registry.ofStorage(storage), old, { ...old, status }, options);
}
