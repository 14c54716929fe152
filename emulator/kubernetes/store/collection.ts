import type { KubeObject } from '../../../kube/kube-object.ts';

/** The objects of one kind, by namespace and name. */
export class Collection {
  readonly #namespaces = new Map<string, Map<string, KubeObject>>();
  /** Sorted lists that are still true, by namespace; '*' for all. */
  readonly #lists = new Map<string, readonly KubeObject[]>();

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  put(object: KubeObject): KubeObject | undefined {
    const { namespace = '', name } = object.metadata;
    const objects = this.#namespaces.get(namespace) ?? new Map<string, KubeObject>();
    this.#namespaces.set(namespace, objects);
    const previous = objects.get(name);
    objects.set(name, object);
    this.#forget(namespace);
    return previous;
  }

  remove(namespace: string, name: string): KubeObject | undefined {
    const objects = this.#namespaces.get(namespace);
    const previous = objects?.get(name);
    objects?.delete(name);
    this.#forget(namespace);
    return previous;
  }

  list(namespace?: string): readonly KubeObject[] {
    const key = namespace ?? '*';
    let list = this.#lists.get(key);
    if (!list) {
      list = namespace === undefined ? this.#all() : sorted(this.#namespaces.get(namespace));
      this.#lists.set(key, list);
    }
    return list;
  }

  /** Without an order; cheaper than a list. */
  *values(namespace?: string): Iterable<KubeObject> {
    if (namespace !== undefined) yield* this.#namespaces.get(namespace)?.values() ?? [];
    else for (const objects of this.#namespaces.values()) yield* objects.values();
  }

  #all(): KubeObject[] {
    return [...this.#namespaces.keys()].sort().flatMap((namespace) => sorted(this.#namespaces.get(namespace)));
  }

  #forget(namespace: string): void {
    this.#lists.delete(namespace);
    this.#lists.delete('*');
  }
}

function sorted(objects: Map<string, KubeObject> | undefined): KubeObject[] {
  if (!objects) return [];
  return [...objects.values()].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
}
