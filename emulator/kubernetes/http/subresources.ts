import type { KubeObject } from '../../../kube/kube-object.ts';
import { ApiError } from '../errors/status.ts';
import { parseObject } from '../request/body.ts';
import type { Answer, ApiRequest } from '../request/request.ts';
import { deleteObject } from '../write/delete.ts';
import { createdReview } from './reviews.ts';
import { getScale, patchScale, updateScale } from './scale.ts';
import { existing } from './verbs.ts';

type Special = (request: ApiRequest) => Answer | undefined | Promise<Answer | undefined>;

const SUBRESOURCES: Record<string, Special> = {
  'scale get': getScale,
  'scale update': updateScale,
  'scale patch': patchScale,
  'eviction create': evict,
  'binding create': bind,
  'finalize update': finalize,
};

/** What answers a request that is no plain one of an object or its status; undefined for plain ones. */
export function subresourceVerb(request: ApiRequest, verb: string): Special | undefined {
  const { subresource, type } = request;
  if (type.group === 'authorization.k8s.io' || type.group === 'authentication.k8s.io') return createdReview;
  if (!subresource || (subresource === 'status' && ['get', 'update', 'patch'].includes(verb))) return undefined;
  const found = SUBRESOURCES[`${subresource} ${verb}`];
  if (found) return found;
  const what = `${verb} of ${type.resource}/${subresource}`;
  throw new ApiError(
    501,
    'NotImplemented',
    `the in-process API server does not implement ${what}; use a real cluster`,
    {},
  );
}

/** Deletes the pod; PodDisruptionBudgets are not counted. */
function evict(request: ApiRequest): Answer {
  const body = parseObject(request.body, request.mediaType) as { deleteOptions?: object };
  deleteObject(request.state, request.type, existing(request), body.deleteOptions ?? {});
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

function bind(request: ApiRequest): Answer {
  const pod = existing(request);
  const { target } = parseObject(request.body, request.mediaType) as { target: { name: string } };
  request.state.store.put(request.type.storage, { ...pod, spec: { ...(pod.spec as object), nodeName: target.name } });
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** Replaces a namespace's spec.finalizers; the namespace controller removes it when none is left. */
function finalize(request: ApiRequest): Answer {
  const namespace = existing(request);
  const { spec } = parseObject(request.body, request.mediaType) as unknown as KubeObject;
  return { code: 200, body: request.state.store.put(request.type.storage, { ...namespace, spec }) };
}
