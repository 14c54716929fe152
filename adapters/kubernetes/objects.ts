import { KubeferryError } from '../../core/errors.ts';
import type { ServedResource } from '../../core/manifests/context.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../core/manifests/kube-object.ts';
import { secretsOf } from '../../core/outside/secrets-of.ts';
import type { ApplyOptions, ClusterApi } from '../../core/ports/cluster-api.ts';
import type { Call } from './call.ts';
import { refusal, statusOf } from './failures.ts';
import type { Kinds } from './kinds.ts';
import { Outcomes } from './outcome.ts';
import { collectionPath, objectPath, requireNamespace } from './paths.ts';

/** The calls on single objects; names of kinds become URLs by `kinds`. */
export function objects(call: Call, kinds: Kinds): Pick<ClusterApi, 'get' | 'create' | 'apply' | 'merge' | 'delete'> {
  const outcomes = new Outcomes();
  const find = (ref: ObjectRef) => kinds.find(ref.apiVersion, ref.kind);
  return {
    get: async (ref) => {
      const resource = await find(ref);
      if (!resource) return undefined;
      const { status, body } = await call(
        `read ${refText(ref)}`,
        { method: 'GET', path: objectPath(resource, ref) },
        [404],
      );
      return status === 404 ? undefined : noted(outcomes, resource, body as KubeObject);
    },

    create: async (object, { manager, dryRun }) => {
      const ref = refOf(object);
      const resource = served(await find(ref), ref);
      requireNamespace(resource, ref);
      const path = collectionPath(resource, ref.namespace, { fieldManager: manager, dryRun: dryRun && 'All' });
      const what = `create ${refText(ref)}`;
      const { status, body } = await call(what, { method: 'POST', path, body: object }, [409]);
      if (status !== 409) return noted(outcomes, resource, body as KubeObject);
      if (statusOf(body).reason === 'AlreadyExists') return undefined;
      throw refusal(what, status, body, secretsOf(object));
    },

    apply: async (object, options) => {
      const ref = refOf(object);
      const resource = served(await find(ref), ref);
      const kind = keyOf(resource);
      const before = outcomes.seen(kind);
      const start = performance.now();
      const response = await call(`apply ${refText(ref)}`, {
        method: 'PATCH',
        path: objectPath(resource, ref, applyQuery(options)),
        contentType: 'application/apply-patch+yaml',
        body: object,
      });
      const outcome = outcomes.of(kind, before, options.manager, response, performance.now() - start);
      return { object: response.body as KubeObject, outcome };
    },

    merge: async (ref, patch, { manager, subresource }) => {
      const resource = served(await find(ref), ref);
      const path = objectPath(resource, ref, { fieldManager: manager }, subresource);
      const request = { method: 'PATCH', path, contentType: 'application/merge-patch+json', body: patch } as const;
      const { body } = await call(`change ${refText(ref)}${subresource ? ` (${subresource})` : ''}`, request);
      return body as KubeObject;
    },

    delete: async (ref, { uid } = {}) => {
      const resource = await find(ref);
      if (!resource) return 'gone';
      const body = {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
        ...(uid && { preconditions: { uid } }),
      };
      const request = { method: 'DELETE', path: objectPath(resource, ref), body } as const;
      // 409: the precondition failed, so another object has the name by now.
      const { status } = await call(`delete ${refText(ref)}`, request, uid ? [404, 409] : [404]);
      return status === 404 || status === 409 ? 'gone' : 'deleting';
    },
  };
}

function applyQuery({ manager, force, dryRun }: ApplyOptions) {
  return { fieldManager: manager, force, dryRun: dryRun && 'All' };
}

function keyOf({ apiVersion, resource }: ServedResource): string {
  return `${apiVersion} ${resource}`;
}

function noted(outcomes: Outcomes, resource: ServedResource, object: KubeObject): KubeObject {
  outcomes.note(keyOf(resource), object.metadata.resourceVersion);
  return object;
}

function served(resource: ServedResource | undefined, ref: ObjectRef): ServedResource {
  if (resource) return resource;
  const text = `The cluster serves no ${ref.apiVersion} ${ref.kind}, so ${refText(ref)} has no place there; install its CRD or its API first.`;
  throw new KubeferryError('NotFound', text);
}
