import fastJsonPatch, { type Operation } from 'fast-json-patch';
import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';
import { applyConfiguration } from '../apply/apply.ts';
import { ApiError, badRequest, conflict, notFound, unsupportedMediaType } from '../errors/status.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { parseObject, parseValue } from '../request/body.ts';
import { type Answer, type ApiRequest, writeOptions } from '../request/request.ts';
import { toServed } from './conversion.ts';
import { createObject } from './create.ts';
import { updateObject } from './update.ts';

type Patch = (current: KubeObject, request: ApiRequest) => KubeObject;

const PATCHES: Record<string, Patch> = {
  'application/json-patch+json': (current, request) => jsonPatch(current, parseValue(request.body, request.mediaType)),
  'application/merge-patch+json': (current, request) =>
    mergePatch(
      current as unknown as Json,
      parseValue(request.body, request.mediaType) as Json,
    ) as unknown as KubeObject,
  'application/strategic-merge-patch+json'(current, request) {
    if (request.type.custom) throw unsupportedMediaType(UNSUPPORTED_CUSTOM);
    const patch = parseObject(request.body, request.mediaType) as JsonObject;
    return strategicMerge(current as unknown as Json, patch, request.type.schema) as unknown as KubeObject;
  },
};

const UNSUPPORTED_CUSTOM =
  'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';

/** PATCH of any of the four kinds; a server-side apply creates what does not exist. */
export function patchObject(request: ApiRequest): Answer {
  if (request.mediaType.startsWith('application/apply-patch+')) return serverSideApply(request);
  const patch = PATCHES[request.mediaType];
  if (!patch) throw unsupportedMediaType(`the body of the request was in an unknown format: ${request.mediaType}`);
  const { state, type, namespace = '', name } = request;
  const old = state.store.get(type.storage, namespace, name!);
  if (!old) throw notFound(type, name!);
  const patched = patch(structuredClone(toServed(old, type)), request);
  return { code: 200, body: updateObject(state, type, old, patched, writeOptions(request)) };
}

function serverSideApply(request: ApiRequest): Answer {
  const { state, type, namespace = '', name, query } = request;
  const applied = readConfiguration(request);
  const old = state.store.get(type.storage, namespace, name!);
  const options = writeOptions(request, 'Apply');
  const writer = {
    ...options,
    apiVersion: type.apiVersion,
    operation: 'Apply' as const,
    subresource: options.subresource ?? '',
  };
  if (!old && request.subresource) throw notFound(type, name!);
  // k8s.io/apiserver/pkg/endpoints/handlers/patch.go, applyPatch: a uid that no object has is a conflict, and no 404.
  if (!old && applied.metadata.uid) throw conflict(type, name!, uidMismatch(applied.metadata.uid));
  if (!old) request.check({ verb: 'create' });
  const place = { name: name!, ...(type.namespaced ? { namespace } : {}) };
  const live = old ? toServed(old, type) : { apiVersion: type.apiVersion, kind: type.kind, metadata: place };
  const force = query.get('force') === 'true';
  const { dryRun: _dryRun, ...identity } = writer;
  const result = applyConfiguration({ live, applied, schema: type.schema, writer: identity, force, now: state.now() });
  if (old) return { code: 200, body: updateObject(state, type, old, result, options) };
  // An apply is an update on the server (k8s.io/apiserver/pkg/registry/generic/registry/store.go): where there is nothing, it
  // compares no resourceVersion, and makes the object. Only a POST refuses one.
  const { resourceVersion: _, ...metadata } = result.metadata;
  return { code: 201, body: createObject(state, type, namespace, { ...result, metadata }, options) };
}

const uidMismatch = (uid: string) =>
  `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;

function readConfiguration(request: ApiRequest): KubeObject {
  const { query, type, name, namespace } = request;
  if (!query.get('fieldManager')) {
    throw new ApiError(
      400,
      'BadRequest',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const applied = parseObject(request.body, 'application/yaml') as unknown as KubeObject;
  if (applied.apiVersion !== type.apiVersion || applied.kind !== type.kind) {
    throw badRequest(
      `the apply configuration is of ${applied.apiVersion} ${applied.kind}, but the path is of ${type.apiVersion} ${type.kind}`,
    );
  }
  const metadata = (applied.metadata ?? {}) as KubeObject['metadata'];
  if (metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  const place = { name: name!, ...(type.namespaced ? { namespace: metadata.namespace ?? namespace! } : {}) };
  return { ...applied, metadata: { ...metadata, ...place } };
}

function jsonPatch(current: KubeObject, operations: unknown): KubeObject {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch must be a list of operations');
  try {
    return fastJsonPatch.applyPatch(current, operations as Operation[], true).newDocument;
  } catch (error) {
    const { name, message } = error as Error;
    const text = name === 'TEST_OPERATION_FAILED' ? 'testing value failed: test failed' : message.split('\n')[0];
    throw new ApiError(422, 'Invalid', `the server rejected our request due to an error in our request: ${text}`, {});
  }
}
