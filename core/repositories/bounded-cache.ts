/** Keeps what was used last, up to so many bytes by `sizeOf`; one value alone may be larger. */
export class BoundedCache<V> {
  readonly #kept = new Map<string, { value: V; size: number }>();
  readonly #most: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get(key: string): V | undefined {
    const hit = this.#kept.get(key);
    if (!hit) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, hit);
    return hit.value;
  }

  set(key: string, value: V, size: number): void {
    this.delete(key);
    this.#kept.set(key, { value, size });
    this.#bytes += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#most || oldest === key) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}
