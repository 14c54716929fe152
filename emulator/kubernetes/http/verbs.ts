import type { KubeObject } from '../../../kube/kube-object.ts';
import { methodNotAllowed, notFound, type Status } from '../errors/status.ts';
import { listObjects } from '../read/list.ts';
import { selectionOf } from '../read/selection.ts';
import { watchObjects } from '../read/watch.ts';
import { parseObject } from '../request/body.ts';
import { type Answer, type ApiRequest, writeOptions } from '../request/request.ts';
import { checkKnown } from '../write/check-known.ts';
import { toServed } from '../write/conversion.ts';
import { createObject } from '../write/create.ts';
import { type DeleteOptions, deleteObject } from '../write/delete.ts';
import { patchObject } from '../write/patch.ts';
import { updateObject } from '../write/update.ts';

type Verb = (request: ApiRequest) => Answer | undefined;

/** What each verb does to a resource or its status. */
export const VERBS: Record<string, Verb> = {
  get: (request) => ({ code: 200, body: toServed(existing(request), request.type) }),
  list: ({ state, snapshots, type, namespace, query }) => ({
    code: 200,
    body: listObjects(state, snapshots, type, namespace, query),
  }),
  watch: (request) => watchObjects(request),
  create(request) {
    const { state, type, namespace = '' } = request;
    if (type.namespaced && !request.namespace) throw methodNotAllowed();
    const input = parseObject(request.body, request.mediaType) as unknown as KubeObject;
    checkKnown(request, input);
    return { code: 201, body: createObject(state, type, namespace, input, writeOptions(request)) };
  },
  update(request) {
    const input = parseObject(request.body, request.mediaType) as unknown as KubeObject;
    checkKnown(request, input);
    return {
      code: 200,
      body: updateObject(request.state, request.type, existing(request), input, writeOptions(request)),
    };
  },
  patch: (request) => patchObject(request),
  delete(request) {
    const old = existing(request);
    const { object, gone } = deleteObject(request.state, request.type, old, deleteOptions(request));
    const served = toServed(object, request.type);
    const asObject = !gone || request.type.storage === '/pods';
    return { code: 200, body: asObject ? served : success(request, old) };
  },
  deletecollection(request) {
    const { state, type, namespace, query } = request;
    const select = selectionOf(query, type) ?? (() => true);
    const objects = state.store.list(type.storage, namespace).filter(select);
    const options = deleteOptions(request);
    for (const object of objects) deleteObject(state, type, object, options);
    const items = objects.map((object) => toServed(object, type));
    const metadata = { resourceVersion: String(state.store.revision) };
    return { code: 200, body: { kind: type.listKind, apiVersion: type.apiVersion, metadata, items } };
  },
};

/** The stored object that the request is about; throws 404. */
export function existing({ state, type, namespace, name }: ApiRequest): KubeObject {
  const found = state.store.get(type.storage, namespace ?? '', name!);
  if (!found) throw notFound(type, name!);
  return found;
}

/** From the body (DeleteOptions) and the query, which may both say it. */
function deleteOptions(request: ApiRequest): DeleteOptions {
  const body = request.body.length > 0 ? (parseObject(request.body, request.mediaType) as DeleteOptions) : {};
  const { query } = request;
  const grace = query.get('gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const orphan = query.get('orphanDependents');
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(orphan === null ? {} : { orphanDependents: orphan === 'true' }),
    ...(query.has('dryRun') ? { dryRun: query.getAll('dryRun') } : {}),
    ...body,
  };
}

function success({ type }: ApiRequest, object: KubeObject): Omit<Status, 'code'> {
  const { name, uid } = object.metadata;
  const details = { name, ...(type.group ? { group: type.group } : {}), kind: type.resource, uid: uid! };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
