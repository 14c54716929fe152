import { isDeepStrictEqual } from 'node:util';
import { KubeferryError } from '../../../core/base/errors.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { leavesOf } from './fields.ts';
import { builtInKinds, kindsOf } from './kinds.ts';

export interface Entry {
  object: KubeObject;
  /** Manager -> paths of the fields that it set last. */
  owners: Map<string, Set<string>>;
}

/** The objects of a cluster in memory, with what a server sets on each of them. */
export class State {
  readonly #entries = new Map<string, Entry>();
  #served: ServedResource[] = builtInKinds();
  #version = 0;

  get served(): ServedResource[] {
    return this.#served;
  }

  find(ref: ObjectRef): Entry | undefined {
    return this.#entries.get(refText(ref));
  }

  /** Throws NotFound for a kind that is not served, or a namespace that does not exist. */
  check(ref: ObjectRef): ServedResource {
    const resource = this.#served.find(({ apiVersion, kind }) => apiVersion === ref.apiVersion && kind === ref.kind);
    const lost = (why: string) => new KubeferryError('NotFound', `Could not write ${refText(ref)}: ${why}.`);
    if (!resource) throw lost(`the cluster serves no ${ref.apiVersion} ${ref.kind}`);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', name: ref.namespace ?? '' };
    if (resource.namespaced && !this.find(namespace)) throw lost(`namespaces "${ref.namespace}" not found`);
    return resource;
  }

  create(object: KubeObject, manager: string): Entry {
    const stamped = { ...structuredClone(object), metadata: { ...structuredClone(object.metadata), ...this.#stamp() } };
    return this.#keep({ object: stamped, owners: new Map([[manager, new Set(leavesOf(object).keys())]]) });
  }

  /** Keeps what came out of a change; true when it differs from what was there. */
  update(entry: Entry, object: KubeObject): boolean {
    if (isDeepStrictEqual(object, entry.object)) return false;
    this.#version++;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    entry.object = { ...object, metadata };
    const isOver = metadata.deletionTimestamp && !metadata.finalizers?.length;
    if (isOver) this.remove(refOf(object));
    else this.#keep(entry);
    return true;
  }

  remove(ref: ObjectRef): void {
    this.#entries.delete(refText(ref));
    if (ref.kind !== 'Namespace') return;
    for (const [key, { object }] of this.#entries)
      if (object.metadata.namespace === ref.name) this.#entries.delete(key);
  }

  /** In the order of a server: by namespace, then by name. */
  all({ apiVersion, kind }: Pick<ServedResource, 'apiVersion' | 'kind'>): KubeObject[] {
    const found = [...this.#entries.values()]
      .map(({ object }) => object)
      .filter((object) => object.apiVersion === apiVersion && object.kind === kind);
    const place = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
    return found.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  }

  #keep(entry: Entry): Entry {
    this.#entries.set(refText(refOf(entry.object)), entry);
    if (entry.object.kind === 'CustomResourceDefinition') this.#serve(kindsOf(entry.object));
    return entry;
  }

  #serve(resources: ServedResource[]): void {
    const isNew = (each: ServedResource) =>
      !this.#served.some(({ apiVersion, kind }) => apiVersion === each.apiVersion && kind === each.kind);
    this.#served = [...this.#served, ...resources.filter(isNew)];
  }

  #stamp() {
    this.#version++;
    const number = String(this.#version).padStart(12, '0');
    return {
      uid: `00000000-0000-4000-8000-${number}`,
      resourceVersion: String(this.#version),
      creationTimestamp: BEGINNING,
    };
  }
}

/** Time stands still in memory. */
export const BEGINNING = '2026-01-01T00:00:00Z';
