import type { KubeObject } from '../../../kube/kube-object.ts';
import { CLEANUP } from '../crd/cleanup-finalizer.ts';
import { definitionSpec, servedTypes } from '../crd/definition.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deleteObject } from '../write/delete.ts';
import type { Controller } from './controller.ts';
import { withoutFinalizer } from './garbage-collector.ts';
import { setStatus } from './writes.ts';

const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

/** Serves the kinds of each definition, says so in its status, and ends them with it. */
export const definitionController: Controller = {
  name: 'custom resource definitions',
  watches: {
    [DEFINITIONS]: ({ object }) => [object.metadata.name],
    '*': ({ type, storage }) => (type === 'DELETED' && storage.includes('.') ? [nameOf(storage)] : []),
  },
  reconcile(name, state) {
    const definition = state.store.get(DEFINITIONS, '', name);
    if (!definition) withdraw(state, name);
    else if (definition.metadata.deletionTimestamp) cleanUp(state, definition);
    else establish(state, definition);
    return undefined;
  },
};

/** Definition name of a storage: `shop.example/widgets` is defined by `widgets.shop.example`. */
function nameOf(storage: string): string {
  const [group, resource] = storage.split('/');
  return `${resource}.${group}`;
}

function establish(state: ClusterState, definition: KubeObject): void {
  const spec = definitionSpec(definition);
  const clash = state.registry
    .all()
    .find((type) => type.group === spec.group && type.kind === spec.names.kind && type.resource !== spec.names.plural);
  const times = { lastTransitionTime: definition.metadata.creationTimestamp };
  const accepted = clash
    ? { status: 'False', reason: 'KindConflict', message: `"${spec.names.kind}" is already in use` }
    : { status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const established = clash
    ? { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
    : { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
  if (!clash) serve(state, definition);
  const before = (definition.status ?? {}) as { storedVersions?: string[] };
  const storage = spec.versions.find((version) => version.storage)!.name;
  setStatus(state, DEFINITIONS, definition, {
    conditions: [
      { type: 'NamesAccepted', ...times, ...accepted },
      { type: 'Established', ...times, ...established },
    ],
    acceptedNames: clash ? { plural: '', kind: '' } : spec.names,
    storedVersions: [...new Set([...(before.storedVersions ?? []), storage])],
  });
}

function serve(state: ClusterState, definition: KubeObject): void {
  withdraw(state, definition.metadata.name);
  for (const type of servedTypes(definition)) state.registry.add(type);
}

function withdraw(state: ClusterState, name: string): void {
  for (const type of state.registry.all()) {
    if (type.custom && `${type.resource}.${type.group}` === name) state.registry.remove(type);
  }
}

/** Objects of the kind go before the definition does. */
function cleanUp(state: ClusterState, definition: KubeObject): void {
  const { group, names } = definitionSpec(definition);
  const storage = `${group}/${names.plural}`;
  const objects = state.store.list(storage);
  for (const object of objects) {
    if (!object.metadata.deletionTimestamp) deleteObject(state, state.registry.ofStorage(storage), object, {});
  }
  if (state.store.list(storage).length === 0 && definition.metadata.finalizers?.includes(CLEANUP)) {
    withoutFinalizer(state, DEFINITIONS, definition, CLEANUP);
  }
}
