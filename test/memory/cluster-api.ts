import { randomUUID } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import type { ClusterApi, ExecResult } from '../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../kube/kube-object.ts';
import { apply, own } from './cluster/apply.ts';
import { fieldsV1, mergePatch } from './cluster/fields.ts';
import { matchesFields, matchesLabels } from './cluster/selectors.ts';
import { BEGINNING, State } from './cluster/state.ts';

export interface MemoryClusterOptions {
  /** Such as `v1.36.3`. */
  version?: string;
  /** What is there at the start, in this order; namespaces `default` and `kube-system` come first by themselves. */
  objects?: KubeObject[];
  /** What RBAC says to a review; everything is allowed when left out, and nothing that is done is judged by it. */
  may?: (review: Review) => boolean;
  /** What a command in a pod does; without it `exec` is refused. */
  exec?: (pod: { namespace: string; name: string; container?: string }, command: string[]) => ExecResult;
}

interface Review {
  resourceAttributes: { verb: string; group: string; resource: string };
}

const OBJECTS_A_PAGE = 500;

/**
 * A cluster in memory for tests of steps: objects, owners of fields, finalizers, pages and selectors. It has no
 * schemas, defaults or controllers; those have the cluster of `emulator/kubernetes`. Kinds beyond what workloads are
 * made of come by a CustomResourceDefinition. Lists are one field each, where a server merges some by their keys.
 */
export function memoryCluster(options: MemoryClusterOptions = {}): ClusterApi {
  const state = new State();
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const object of [namespace('default'), namespace('kube-system'), ...(options.objects ?? [])]) {
    state.check(refOf(object));
    state.create(object, 'before');
  }
  // By this one clusters are told apart.
  state.find({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' })!.object.metadata.uid = randomUUID();
  return {
    version: async () => options.version ?? 'v1.36.3',
    discover: async () => ({ resources: state.served, failed: [] }),
    list: (resource, listOptions) => list(state, resource, listOptions),
    names: async ({ apiVersion, kind, namespace }) => {
      const found = state
        .all({ apiVersion, kind })
        .filter(({ metadata }) => !namespace || !metadata.namespace || metadata.namespace === namespace);
      return new Map(found.map(({ metadata }) => [metadata.name, metadata.uid ?? '']));
    },
    get: async (ref) => shown(state, state.find(ref)?.object),
    create: async (object, { manager, dryRun }) => {
      if (object.kind === 'SelfSubjectAccessReview')
        return { ...object, status: { allowed: options.may?.(object.spec as Review) ?? true } };
      state.check(refOf(object));
      if (state.find(refOf(object))) return undefined;
      return structuredClone(dryRun ? object : state.create(object, manager).object);
    },
    previewReplace: async (object) => ({
      ...structuredClone(object),
      ...statusOf(state.find(refOf(object))?.object ?? object),
    }),
    // Owners are told apart by their names alone here, so that what was written counts as applied.
    adoptFields: async () => {},
    apply: async (object, applyOptions) => {
      state.check(refOf(object));
      requireUid(refOf(object), state.find(refOf(object))?.object, applyOptions.uid);
      return structuredClone(apply(state, object, applyOptions));
    },
    merge: async (ref, patch, { manager, subresource, dryRun }) => {
      const entry = state.find(ref);
      if (!entry) throw new KubeferryError('NotFound', `Could not change ${refText(ref)}: it does not exist.`);
      requireSame(ref, entry.object, patch);
      const { status, ...rest } = mergePatch(entry.object, patch) as KubeObject;
      // As on a server, a status changes through its subresource only, and nothing else does there.
      const changed = subresource === 'status' ? { ...entry.object, status } : { ...rest, ...statusOf(entry.object) };
      if (dryRun) return structuredClone(changed as KubeObject);
      own(entry, changed as KubeObject, manager);
      state.update(entry, changed as KubeObject);
      return structuredClone(entry.object);
    },
    delete: async (ref, { uid, resourceVersion } = {}) => {
      const entry = state.find(ref);
      if (!entry || (uid && entry.object.metadata.uid !== uid)) return 'gone';
      if (resourceVersion && entry.object.metadata.resourceVersion !== resourceVersion)
        throw new KubeferryError('NotYet', `${refText(ref)} was changed since it was looked at.`);
      const metadata = { ...entry.object.metadata, deletionTimestamp: BEGINNING };
      state.update(entry, { ...entry.object, metadata });
      return 'deleting';
    },
    exec: async (pod, command) => {
      if (!options.exec)
        throw new KubeferryError('HookFailed', `The cluster in memory runs no commands (${command[0]}).`);
      return options.exec(pod, command);
    },
    close: () => {},
  };
}

function requireUid(ref: ObjectRef, there: KubeObject | undefined, uid: string | undefined): void {
  if (!uid || there?.metadata.uid === uid) return;
  throw new KubeferryError('ApplyFailed', `Could not apply ${refText(ref)}: uid mismatch: ${uid} does not exist.`);
}

/** A uid or a resourceVersion in a patch is a precondition. */
function requireSame(ref: ObjectRef, { metadata }: KubeObject, patch: Record<string, unknown>): void {
  const { uid, resourceVersion } = (patch.metadata ?? {}) as { uid?: string; resourceVersion?: string };
  if (
    (uid ?? metadata.uid) === metadata.uid &&
    (resourceVersion ?? metadata.resourceVersion) === metadata.resourceVersion
  )
    return;
  throw new KubeferryError(
    'ApplyFailed',
    `Could not change ${refText(ref)}: the object has been modified; please apply your changes to the latest version and try again`,
  );
}

/** An object as a server shows it, with who applied which fields. */
function shown<T extends KubeObject | undefined>(state: State, object: T): T {
  if (!object) return object;
  const owners = [...(state.find(refOf(object))?.owners ?? [])];
  const managedFields = owners.map(([manager, paths]) => ({ manager, operation: 'Apply', fieldsV1: fieldsV1(paths) }));
  return structuredClone({ ...object, metadata: { ...object.metadata, managedFields } });
}

const statusOf = ({ status }: KubeObject) => (status === undefined ? {} : { status });

const bare = ({ apiVersion, kind, metadata }: KubeObject): KubeObject => ({ apiVersion, kind, metadata });

async function* list(
  state: State,
  ...[resource, options = {}]: Parameters<ClusterApi['list']>
): ReturnType<ClusterApi['list']> {
  const { namespace, labelSelector, fieldSelector, limit = OBJECTS_A_PAGE, metadataOnly } = options;
  const found = state
    .all(resource)
    .filter(({ metadata }) => !namespace || !resource.namespaced || metadata.namespace === namespace)
    .filter(labelSelector ? matchesLabels(labelSelector) : () => true)
    .filter(fieldSelector ? matchesFields(fieldSelector) : () => true);
  for (let at = Number(options.from ?? 0); at < found.length; at += limit) {
    const objects = Math.max(0, found.length - at - limit);
    const token = objects > 0 ? String(at + limit) : undefined;
    options.told?.({ more: objects > 0, token, ...(labelSelector || fieldSelector ? {} : { objects }) });
    yield found.slice(at, at + limit).map((object) => shown(state, metadataOnly ? bare(object) : object));
  }
}
