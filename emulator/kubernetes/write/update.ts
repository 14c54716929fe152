import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { compare } from '../apply/compare.ts';
import { afterUpdate, readManagers, type Writer, writeManagers } from '../apply/managers.ts';
import { tracked } from '../apply/tracked.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { invalid } from '../errors/field-error.ts';
import { badRequest, conflict } from '../errors/status.ts';
import { rulesOf } from '../kinds/index.ts';
import { validateMetadata } from '../kinds/names.ts';
import type { ClusterState, WriteOptions } from '../store/cluster-state.ts';
import { updatedMetadata } from '../store/metadata.ts';
import { toServed, toStored } from './conversion.ts';
import { readObject } from './read-object.ts';
import { validateObject, validateObjectUpdate } from './validate.ts';

/**
 * PUT, and the end of every PATCH: replaces `old` (as stored) by what the client wants of it.
 * Without a change nothing is written. Throws 400, 409 (another resourceVersion or uid), 422.
 */
export function updateObject(
  state: ClusterState,
  type: ResourceType,
  old: KubeObject,
  input: KubeObject,
  options: WriteOptions,
): KubeObject {
  const object = readObject(input, type);
  checkIdentity(type, old, object);
  const managedFields = object.metadata.managedFields;
  const merged = combine(type, old, toStored(object, type, state), options.subresource);
  if (options.operation === 'Apply' && managedFields) merged.metadata.managedFields = managedFields;
  if (options.subresource !== 'status') completeAndCheck(state, type, merged, old);
  else if (type.custom) check(state, type, merged, old);
  const managers =
    options.operation === 'Apply' ? undefined : updatersOf(merged, old, managedFields, type, options, state);
  if (options.subresource !== 'status') allocate(state, type, merged, old, options.dryRun);
  countGeneration(type, merged, old);
  const result = managers ? { ...merged, metadata: { ...merged.metadata, managedFields: managers } } : merged;
  if (isDeepStrictEqual(result, old)) return toServed(old, type);
  return toServed(options.dryRun ? result : store(state, type, result), type);
}

/** Stores the object, or ends it when it was only waiting for its last finalizer. */
function store(state: ClusterState, type: ResourceType, object: KubeObject): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  const graceful = type.storage === '/pods' && Number(deletionGracePeriodSeconds ?? 0) > 0;
  const held =
    type.storage === '/namespaces' && ((object.spec as { finalizers?: string[] })?.finalizers?.length ?? 0) > 0;
  if (!deletionTimestamp || finalizers?.length || graceful || held) return state.store.put(type.storage, object);
  rulesOf(type.storage)?.release?.(object, state);
  return state.store.remove(type.storage, object);
}

function checkIdentity(type: ResourceType, old: KubeObject, object: KubeObject): void {
  const { name, namespace, resourceVersion, uid } = object.metadata;
  if (name && name !== old.metadata.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${old.metadata.name})`);
  }
  if (namespace && type.namespaced && namespace !== old.metadata.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (uid && uid !== old.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
    throw conflict(type, old.metadata.name, why);
  }
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw conflict(type, old.metadata.name, why);
  }
}

/** A write to the object leaves its status alone, and a write to its status leaves all else alone. */
function combine(type: ResourceType, old: KubeObject, object: KubeObject, subresource?: string): KubeObject {
  if (subresource === 'status') {
    const { status: _old, ...kept } = old;
    return {
      ...kept,
      metadata: { ...old.metadata },
      ...(object.status === undefined ? {} : { status: object.status }),
    } as KubeObject;
  }
  const result: KubeObject = { ...object, metadata: updatedMetadata(object.metadata, old.metadata) };
  if (!type.subresources.includes('status')) return result;
  const { status: _sent, ...rest } = result;
  return { ...rest, ...(old.status === undefined ? {} : { status: old.status }) } as KubeObject;
}

function completeAndCheck(state: ClusterState, type: ResourceType, object: KubeObject, old: KubeObject): void {
  rulesOf(type.storage)?.complete?.(object, state, old);
  check(state, type, object, old);
}

/** What is taken here was asked for by nobody, so it comes after the owners were noted. */
function allocate(state: ClusterState, type: ResourceType, object: KubeObject, old: KubeObject, dryRun: boolean): void {
  const refused = rulesOf(type.storage)?.allocate?.(object, state, old, dryRun) ?? [];
  if (refused.length > 0) throw invalid(type, old.metadata.name, refused);
}

function check(state: ClusterState, type: ResourceType, object: KubeObject, old: KubeObject): void {
  const errors = [
    ...validateMetadata(object.metadata, rulesOf(type.storage)?.name ?? 'subdomain', old.metadata),
    ...validateObject(object, state, type),
    ...validateObjectUpdate(object, old, type),
  ];
  if (errors.length > 0) throw invalid(type, old.metadata.name, errors);
}

function countGeneration(type: ResourceType, object: KubeObject, old: KubeObject): void {
  if (old.metadata.generation === undefined) return;
  const desired = ({ metadata: _metadata, status, ...rest }: KubeObject) =>
    type.subresources.includes('status') ? rest : { ...rest, status };
  if (!isDeepStrictEqual(desired(object), desired(old))) object.metadata.generation = old.metadata.generation + 1;
}

/**
 * Undefined when the writer changed nothing. Owners that the client sends replace those that were noted; a client that sends none
 * means them to stay (apimachinery managedfields/internal/fieldmanager.go, `Update`).
 */
function updatersOf(
  object: KubeObject,
  old: KubeObject,
  sent: KubeObject['metadata']['managedFields'],
  type: ResourceType,
  options: WriteOptions,
  state: ClusterState,
) {
  const { schema } = state.registry.ofStorage(type.storage);
  const changes = compare(tracked(old), tracked(object), schema);
  const { manager, subresource = '' } = options;
  const writer: Writer = { manager, operation: 'Update', apiVersion: object.apiVersion, subresource };
  const nothing = changes.changed.children.size === 0 && changes.removed.children.size === 0;
  const owned = sent?.length ? { ...old, metadata: { ...old.metadata, managedFields: sent } } : old;
  if (nothing) return owned === old ? undefined : writeManagers(readManagers(owned));
  return writeManagers(afterUpdate(readManagers(owned), writer, changes, state.now()));
}
