import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';
import { unsupportedMediaType } from '../errors/status.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { parseObject } from '../request/body.ts';
import { type Answer, type ApiRequest, writeOptions } from '../request/request.ts';
import { toServed } from '../write/conversion.ts';
import { updateObject } from '../write/update.ts';
import { existing } from './verbs.ts';

interface Scale {
  metadata?: { resourceVersion?: string };
  spec?: { replicas?: number };
}

/** GET of a scale subresource: autoscaling/v1 Scale. */
export function getScale(request: ApiRequest): Answer {
  return { code: 200, body: scaleOf(request, existing(request)) };
}

export function updateScale(request: ApiRequest): Answer {
  return setScale(request, parseObject(request.body, request.mediaType) as Scale);
}

/** PATCH of a scale subresource, as a merge (a strategic one is the same here). */
export function patchScale(request: ApiRequest): Answer {
  if (!/^application\/(strategic-)?merge-patch\+json$/.test(request.mediaType)) {
    throw unsupportedMediaType(`the scale subresource takes merge patches, not ${request.mediaType}`);
  }
  const current = scaleOf(request, existing(request)) as unknown as Json;
  const patch = parseObject(request.body, request.mediaType) as JsonObject;
  return setScale(request, mergePatch(current, patch) as Scale);
}

function setScale(request: ApiRequest, { metadata, spec }: Scale): Answer {
  const { state, type } = request;
  const old = existing(request);
  const served = structuredClone(toServed(old, type)) as unknown as JsonObject;
  setAt(served, type.custom?.scale?.spec ?? 'spec.replicas', spec?.replicas ?? 0);
  const input = served as unknown as KubeObject;
  if (metadata?.resourceVersion) input.metadata.resourceVersion = metadata.resourceVersion;
  const updated = updateObject(state, type, old, input, writeOptions(request));
  return { code: 200, body: scaleOf(request, updated) };
}

function scaleOf({ type }: ApiRequest, object: KubeObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const paths = type.custom?.scale ?? { spec: 'spec.replicas', status: 'status.replicas' };
  const labels = (object.spec as { selector?: { matchLabels?: Record<string, string> } })?.selector?.matchLabels ?? {};
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, paths.spec) },
    status: { replicas: numberAt(object, paths.status), selector: selector.join(',') },
  };
}

function numberAt(object: KubeObject, path: string): number {
  let value: unknown = object;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  return Number(value ?? 0);
}

function setAt(object: JsonObject, path: string, value: number): void {
  const names = path.split('.');
  let parent = object;
  for (const name of names.slice(0, -1)) {
    parent[name] ??= {};
    parent = parent[name] as JsonObject;
  }
  parent[names.at(-1)!] = value;
}
