import { deleteObject } from '../write/delete.ts';
import type { Controller } from './controller.ts';
import { create } from './writes.ts';

/** Fills each namespace with what it always has, and empties a terminating one until it can go. */
export const namespaceController: Controller = {
  name: 'namespace',
  watches: {
    '/namespaces': ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]),
    '*': ({ type, object, storage }) =>
      (type === 'DELETED' && object.metadata.namespace) ||
      (type === 'DELETED' && (storage === '/serviceaccounts' || storage === '/configmaps'))
        ? [object.metadata.namespace ?? '']
        : [],
  },
  reconcile(name, state) {
    const namespace = state.store.get('/namespaces', '', name);
    if (!namespace) return undefined;
    if (!namespace.metadata.deletionTimestamp) {
      furnish(name, state);
      return undefined;
    }
    const left = emptyOut(name, state);
    if (left > 0) return undefined;
    if (namespace.metadata.finalizers?.length) return undefined;
    state.store.remove('/namespaces', namespace);
    return undefined;
  },
};

function furnish(namespace: string, state: Parameters<Controller['reconcile']>[1]): void {
  if (!state.store.get('/serviceaccounts', namespace, 'default')) {
    create(state, '/serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    });
  }
  if (state.store.get('/configmaps', namespace, 'kube-root-ca.crt')) return;
  const annotations = {
    'kubernetes.io/description':
      'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
  };
  create(state, '/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace, annotations },
    data: { 'ca.crt': state.certificateAuthority },
  });
}

/** Deletes everything in the namespace; answers how many objects are still there. */
function emptyOut(namespace: string, state: Parameters<Controller['reconcile']>[1]): number {
  let left = 0;
  for (const storage of state.store.storages()) {
    for (const object of namespace ? state.store.list(storage, namespace) : []) {
      if (!object.metadata.deletionTimestamp) {
        deleteObject(state, state.registry.ofStorage(storage), object, { propagationPolicy: 'Background' });
      }
    }
    left += state.store.list(storage, namespace).length;
  }
  return left;
}
