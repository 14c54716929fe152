import { KubeferryError } from '../../core/base/errors.ts';
import { waveOf } from '../../core/translate/waves.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { isSystemNamespace } from '../../kube/system.ts';
import { badInput } from '../exit-codes.ts';

/** What a server sets by itself: dumps of `kubectl get -o yaml` carry it, and no server takes it. */
const SERVER_SET = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
  'ownerReferences',
  'deletionTimestamp',
];

/**
 * Applies manifests as `kubectl apply --server-side` would, in dependency order, making namespaces that nobody defines.
 * Throws bad input with every refusal of the server at once. Answers the namespaces that hold the objects.
 */
export async function loadCluster(api: ClusterApi, manifests: KubeObject[]): Promise<string[]> {
  const placed = await placeInNamespaces(api, manifests);
  const namespaces = [...new Set(placed.flatMap((object) => object.metadata.namespace ?? []))];
  const defined = new Set(placed.filter((object) => object.kind === 'Namespace').map((object) => object.metadata.name));
  const implied = namespaces.filter((name) => !defined.has(name) && !isSystemNamespace(name)).map(namespaceNamed);
  const problems: string[] = [];
  for (const object of [...implied, ...placed].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
    const problem = await applyPatiently(api, withoutServerFields(object));
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) throw badInput(problems);
  return namespaces.filter((name) => !isSystemNamespace(name));
}

/** A namespaced object without a namespace goes to `default`, as with kubectl. */
export async function placeInNamespaces(api: ClusterApi, manifests: KubeObject[]): Promise<KubeObject[]> {
  const scopes = new Map((await api.discover()).resources.map((resource) => [kindOf(resource), resource.namespaced]));
  for (const object of manifests.filter((each) => each.kind === 'CustomResourceDefinition'))
    noteCustomScope(object, scopes);
  return manifests.map((object) =>
    scopes.get(kindOf(object)) && !object.metadata.namespace
      ? { ...object, metadata: { ...object.metadata, namespace: 'default' } }
      : object,
  );
}

function noteCustomScope(definition: KubeObject, scopes: Map<string, boolean>): void {
  const spec = definition.spec as {
    group: string;
    scope: string;
    names: { kind: string };
    versions?: { name: string }[];
  };
  for (const version of spec.versions ?? [])
    scopes.set(`${spec.group}/${version.name} ${spec.names.kind}`, spec.scope === 'Namespaced');
}

const kindOf = (object: { apiVersion: string; kind: string } | ServedResource) => `${object.apiVersion} ${object.kind}`;
const orderOf = (object: KubeObject) => {
  const { stage, wave } = waveOf(object);
  return `${stage} ${wave}`;
};
const namespaceNamed = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

function withoutServerFields(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !SERVER_SET.includes(field)));
  return { ...rest, metadata } as KubeObject;
}

/** A new type takes a moment until it is served. */
const ATTEMPTS = 25;

async function applyPatiently(api: ClusterApi, object: KubeObject): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await applyOrCreate(api, object);
      return undefined;
    } catch (error) {
      if (!(error instanceof KubeferryError) || !['ApplyFailed', 'NotFound'].includes(error.name)) throw error;
      if (error.name === 'ApplyFailed' && holdsNull(object)) return applyPatiently(api, withoutNulls(object));
      if (error.name !== 'NotFound' || attempt === ATTEMPTS)
        return `${refText(refOf(object))}: the source cluster refuses it: ${error.message}`;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function applyOrCreate(api: ClusterApi, object: KubeObject): Promise<unknown> {
  return !object.metadata.name && object.metadata.generateName
    ? api.create(object, { manager: 'kubectl' })
    : api.apply(object, { manager: 'kubectl', force: true });
}

const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(holdsNull));

/** A plain create leaves fields without a value out where the type allows no null; a server-side apply refuses them. */
function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)])) as T;
}
