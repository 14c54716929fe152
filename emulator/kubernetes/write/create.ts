import type { KubeObject } from '../../../kube/kube-object.ts';
import { compare } from '../apply/compare.ts';
import { afterUpdate, type Writer, writeManagers } from '../apply/managers.ts';
import { tracked } from '../apply/tracked.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { invalid, required } from '../errors/field-error.ts';
import { ApiError, alreadyExists, badRequest, forbidden, notFound } from '../errors/status.ts';
import { rulesOf } from '../kinds/index.ts';
import { validateMetadata } from '../kinds/names.ts';
import type { ClusterState, WriteOptions } from '../store/cluster-state.ts';
import { newMetadata } from '../store/metadata.ts';
import { toServed, toStored } from './conversion.ts';
import { readObject } from './read-object.ts';
import { validateObject } from './validate.ts';

/**
 * POST: checks, completes and stores a new object; answers it in the version of `type`.
 * Throws the server's Status: 400, 403 (terminating namespace), 404 (missing namespace), 409, 422.
 */
export function createObject(
  state: ClusterState,
  type: ResourceType,
  namespace: string,
  input: KubeObject,
  options: WriteOptions,
): KubeObject {
  const object = readObject(input, type);
  placeIn(namespace, object, type);
  if (object.metadata.resourceVersion) {
    throw new ApiError(500, 'InternalError', 'resourceVersion should not be set on objects to be created');
  }
  const prepared = prepare(state, type, object, options);
  checkNamespace(state, type, prepared);
  const rules = rulesOf(type.storage);
  const stored = toStored(prepared, type, state);
  rules?.complete?.(stored, state);
  const errors = validateObject(stored, state, type);
  if (errors.length > 0) throw invalid(type, stored.metadata.name, errors);
  if (state.store.get(type.storage, namespace, stored.metadata.name)) throw alreadyExists(type, stored.metadata.name);
  // A server notes the owners of what was sent to it, and allocates addresses and ports after that: they are nobody's.
  const managers = options.operation === 'Apply' ? undefined : creatorOf(stored, type, options, state);
  const refused = rules?.allocate?.(stored, state, undefined, options.dryRun) ?? [];
  if (refused.length > 0) throw invalid(type, stored.metadata.name, refused);
  if (managers?.length) stored.metadata = { ...stored.metadata, managedFields: managers };
  return toServed(options.dryRun ? stored : state.store.put(type.storage, stored), type);
}

function prepare(state: ClusterState, type: ResourceType, object: KubeObject, options: WriteOptions): KubeObject {
  if (!object.metadata.name && !object.metadata.generateName) {
    throw invalid(type, '', [required('metadata.name', 'name or generateName is required')]);
  }
  const managedFields = options.operation === 'Apply' ? object.metadata.managedFields : undefined;
  const generation = Boolean(type.custom) || Boolean(rulesOf(type.storage)?.generation);
  const metadata = newMetadata(object.metadata, state.now(), generation);
  const errors = validateMetadata(metadata, rulesOf(type.storage)?.name ?? 'subdomain');
  if (errors.length > 0) throw invalid(type, metadata.name, errors);
  const prepared: KubeObject = { ...object, metadata: { ...metadata, ...(managedFields ? { managedFields } : {}) } };
  if (type.subresources.includes('status') && type.kind !== 'Node' && type.kind !== 'Namespace') delete prepared.status;
  return prepared;
}

/** Puts the object in the namespace of the request; throws 400 when it says that it belongs in another. */
function placeIn(namespace: string, object: KubeObject, type: ResourceType): void {
  if (!type.namespaced) {
    delete object.metadata.namespace;
    return;
  }
  if (object.metadata.namespace && object.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  object.metadata.namespace = namespace;
}

function checkNamespace(state: ClusterState, type: ResourceType, object: KubeObject): void {
  if (!type.namespaced) return;
  const name = object.metadata.namespace!;
  const namespace = state.store.get('/namespaces', '', name);
  if (!namespace) throw notFound({ group: '', resource: 'namespaces', kind: 'Namespace' }, name);
  if (!namespace.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${name} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden(type, object.metadata.name, why, [cause]);
}

function creatorOf(object: KubeObject, type: ResourceType, options: WriteOptions, state: ClusterState) {
  const { manager, subresource = '' } = options;
  const writer: Writer = { manager, operation: 'Update', apiVersion: object.apiVersion, subresource };
  const { schema } = state.registry.ofStorage(type.storage);
  const nothing = tracked({ apiVersion: '', kind: '', metadata: { name: '' } });
  return writeManagers(afterUpdate([], writer, compare(nothing, tracked(object), schema), state.now()));
}
