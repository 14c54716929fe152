import type { KubeObject } from '../../../kube/kube-object.ts';
import { Collection } from './collection.ts';
import { type EventType, History, type StoreEvent } from './history.ts';

/** Where an object lives: its storage (`apps/deployments`), its namespace ('' for cluster scope), its name. */
export interface Key {
  storage: string;
  namespace: string;
  name: string;
}

export type Listener = (event: StoreEvent) => void;

/**
 * All objects of one cluster, in memory, with one revision counter as etcd has it.
 * Objects are never changed in place: each write stores a new one, so that lists and watches can share them.
 * Everything is synchronous, which makes each request atomic.
 */
export class Store {
  readonly history = new History();
  readonly #collections = new Map<string, Collection>();
  readonly #byUid = new Map<string, { storage: string; object: KubeObject }>();
  readonly #dependents = new Map<string, Set<string>>();
  readonly #listeners = new Set<Listener>();
  #revision = 1;

  get revision(): number {
    return this.#revision;
  }

  get(storage: string, namespace: string, name: string): KubeObject | undefined {
    return this.#collections.get(storage)?.get(namespace, name);
  }

  /** Sorted by namespace and name as etcd does; the array is never changed afterwards. */
  list(storage: string, namespace?: string): readonly KubeObject[] {
    return this.#collections.get(storage)?.list(namespace) ?? [];
  }

  /** The same objects without an order, for looking through them often; not while writing to that storage. */
  filter(storage: string, namespace: string | undefined, test: (object: KubeObject) => boolean): KubeObject[] {
    const found: KubeObject[] = [];
    for (const object of this.#collections.get(storage)?.values(namespace) ?? []) if (test(object)) found.push(object);
    return found;
  }

  storages(): string[] {
    return [...this.#collections.keys()];
  }

  byUid(uid: string): { storage: string; object: KubeObject } | undefined {
    return this.#byUid.get(uid);
  }

  /** Objects that name `uid` in their ownerReferences. */
  dependents(uid: string): { storage: string; object: KubeObject }[] {
    return [...(this.#dependents.get(uid) ?? [])].map((dependent) => this.#byUid.get(dependent)!);
  }

  /** Creates or replaces; returns the object with its new resourceVersion. */
  put(storage: string, object: KubeObject): KubeObject {
    const stored = this.#withRevision(object);
    const collection = this.#collection(storage);
    const previous = collection.put(stored);
    this.#index(storage, stored, previous);
    this.#publish(previous ? 'MODIFIED' : 'ADDED', storage, stored, previous);
    return stored;
  }

  remove(storage: string, object: KubeObject): KubeObject {
    const last = this.#withRevision(object);
    const previous = this.#collection(storage).remove(object.metadata.namespace ?? '', object.metadata.name);
    this.#index(storage, undefined, previous);
    this.#publish('DELETED', storage, last, previous);
    return last;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #withRevision(object: KubeObject): KubeObject {
    this.#revision += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  #collection(storage: string): Collection {
    let found = this.#collections.get(storage);
    if (!found) {
      found = new Collection();
      this.#collections.set(storage, found);
    }
    return found;
  }

  #index(storage: string, object: KubeObject | undefined, previous: KubeObject | undefined): void {
    const uid = (object ?? previous)?.metadata.uid;
    if (!uid) return;
    for (const owner of previous?.metadata.ownerReferences ?? []) this.#dependents.get(owner.uid)?.delete(uid);
    if (!object) {
      this.#byUid.delete(uid);
      return;
    }
    this.#byUid.set(uid, { storage, object });
    for (const owner of object.metadata.ownerReferences ?? []) {
      const set = this.#dependents.get(owner.uid) ?? new Set();
      this.#dependents.set(owner.uid, set.add(uid));
    }
  }

  #publish(type: EventType, storage: string, object: KubeObject, previous: KubeObject | undefined): void {
    const event: StoreEvent = { type, storage, object, revision: this.#revision, ...(previous ? { previous } : {}) };
    this.history.add(event);
    for (const listener of this.#listeners) listener(event);
  }
}
