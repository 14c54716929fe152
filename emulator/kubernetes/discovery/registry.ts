import { builtinResources } from './builtin.ts';
import type { ResourceType } from './resource-type.ts';

/** All kinds that are served now: the built-in ones and those of established CustomResourceDefinitions. */
export class Registry {
  readonly #types = new Map<string, ResourceType>();
  readonly #byKind = new Map<string, ResourceType>();
  readonly #byStorage = new Map<string, ResourceType>();

  constructor() {
    for (const type of builtinResources()) this.add(type);
  }

  add(type: ResourceType): void {
    this.#types.set(`${type.apiVersion}/${type.resource}`, type);
    this.#byKind.set(`${type.apiVersion}/${type.kind}`, type);
    if (!this.#byStorage.has(type.storage)) this.#byStorage.set(type.storage, type);
  }

  remove(type: ResourceType): void {
    this.#types.delete(`${type.apiVersion}/${type.resource}`);
    this.#byKind.delete(`${type.apiVersion}/${type.kind}`);
    this.#byStorage.delete(type.storage);
    for (const other of this.#types.values())
      if (other.storage === type.storage) this.#byStorage.set(type.storage, other);
  }

  all(): ResourceType[] {
    return [...this.#types.values()];
  }

  find(apiVersion: string, resource: string): ResourceType | undefined {
    return this.#types.get(`${apiVersion}/${resource}`);
  }

  findKind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** The type that objects of a storage are kept in: the first (preferred) version. */
  ofStorage(storage: string): ResourceType {
    const type = this.#byStorage.get(storage);
    if (!type) throw new Error(`nothing is served from ${storage}`);
    return type;
  }
}
