import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { secretsOf } from '../../core/base/outside/secrets-of.ts';
import type { ApplyOptions, ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { adoptFields } from './adopt-fields.ts';
import { isNotThere, objectIn } from './answers.ts';
import type { Call } from './call.ts';
import { refusal, statusOf, withheld } from './failures.ts';
import type { Kinds } from './kinds.ts';
import { METADATA_OF_ONE } from './list.ts';
import { Outcomes } from './outcome.ts';
import { collectionPath, objectPath, requireNamespace } from './paths.ts';

const isSecret = ({ apiVersion, kind }: ObjectRef) => apiVersion === 'v1' && kind === 'Secret';

/** The calls on single objects; names of kinds become URLs by `kinds`. */
export function objects(
  call: Call,
  kinds: Kinds,
): Pick<ClusterApi, 'get' | 'create' | 'previewReplace' | 'adoptFields' | 'apply' | 'merge' | 'delete'> {
  const outcomes = new Outcomes();
  const find = (ref: ObjectRef) => kinds.find(ref.apiVersion, ref.kind);
  const get = async (ref: ObjectRef) => {
    const resource = await find(ref);
    if (!resource) return undefined;
    const what = `read ${refText(ref)}`;
    const response = await call(what, { method: 'GET', path: objectPath(resource, ref) }, [404]);
    return isNotThere(what, response) ? undefined : noted(outcomes, resource, objectIn(what, response.body));
  };
  /** A 409 says that the server did not delete, and not why: another object may have the name, or this one is held back. */
  const afterConflict = async (ref: ObjectRef, uid: string | undefined, body: unknown) => {
    const there = await get(ref);
    if (!there || (uid && there.metadata.uid !== uid)) return 'gone';
    if (there.metadata.deletionTimestamp) return 'deleting';
    const { message = 'it answers 409' } = isSecret(ref) ? withheld(body) : statusOf(body);
    const sentence = outsideText(message);
    throw new KubeferryError('NotYet', `The API server does not delete ${refText(ref)} now: ${sentence}`);
  };
  return {
    get,

    create: async (object, { manager, dryRun, metadataOnly }) => {
      const ref = refOf(object);
      const resource = served(await find(ref), ref);
      requireNamespace(resource, ref);
      const query = { fieldManager: manager, fieldValidation: 'Strict', dryRun: dryRun && 'All' };
      const path = collectionPath(resource, ref.namespace, query);
      const what = `create ${refText(ref)}`;
      const accept = metadataOnly ? METADATA_OF_ONE : undefined;
      const { status, body } = await call(what, { method: 'POST', path, accept, body: object }, [409]);
      if (status !== 409) return noted(outcomes, resource, body as KubeObject);
      if (statusOf(body).reason === 'AlreadyExists') return undefined;
      throw refusal(what, status, body, secretsOf(object));
    },

    previewReplace: async (object, { manager }) => {
      const ref = refOf(object);
      const resource = served(await find(ref), ref);
      const path = objectPath(resource, ref, { fieldManager: manager, dryRun: 'All' });
      const what = `compare ${refText(ref)}`;
      return objectIn(what, (await call(what, { method: 'PUT', path, body: object })).body);
    },

    adoptFields: async (ref, options) => {
      const resource = await find(ref);
      if (resource) await adoptFields(call, resource, ref, options, (object) => noted(outcomes, resource, object));
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
        body: options.uid ? withMetadata(object, { uid: options.uid }) : object,
      });
      const applied = objectIn(`apply ${refText(ref)}`, response.body);
      const outcome = outcomes.of(kind, before, options.manager, response, performance.now() - start);
      return { object: applied, outcome };
    },

    merge: async (ref, patch, { manager, subresource, dryRun }) => {
      const resource = served(await find(ref), ref);
      const path = objectPath(resource, ref, { fieldManager: manager, dryRun: dryRun && 'All' }, subresource);
      const request = { method: 'PATCH', path, contentType: 'application/merge-patch+json', body: patch } as const;
      const { body } = await call(`change ${refText(ref)}${subresource ? ` (${subresource})` : ''}`, request);
      return body as KubeObject;
    },

    delete: async (ref, preconditions = {}) => {
      const resource = await find(ref);
      if (!resource) return 'gone';
      const what = `delete ${refText(ref)}`;
      const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', preconditions };
      const request = {
        method: 'DELETE' as const,
        path: objectPath(resource, ref),
        body,
        mayShowSecrets: isSecret(ref),
      };
      const response = await call(what, request, [404, 409]);
      if (isNotThere(what, response)) return 'gone';
      return response.status === 409 ? afterConflict(ref, preconditions.uid, response.body) : 'deleting';
    },
  };
}

function withMetadata(object: KubeObject, more: Partial<KubeObject['metadata']>): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...more } };
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
