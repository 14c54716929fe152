type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array | BigInt64Array;
const FIRST_LENGTH = 1024;

/** Numbers of one kind that grow: a million of them take no more than twice their own bytes. */
class Column<T extends Numbers> {
  length = 0;
  #values: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(FIRST_LENGTH);
  }

  push(value: T[number]): number {
    if (this.length === this.#values.length) {
      const longer = this.#make(2 * this.length);
      longer.set(this.#values as never);
      this.#values = longer;
    }
    this.#values[this.length] = value;
    return this.length++;
  }

  at(index: number): T[number] {
    return this.#values[index]!;
  }

  set(index: number, value: T[number]): void {
    this.#values[index] = value;
  }
}

export const bytes8 = () => new Column((length) => new Uint8Array(length));
export const numbers16 = () => new Column((length) => new Uint16Array(length));
export const numbers32 = () => new Column((length) => new Uint32Array(length));
export const numbers53 = () => new Column((length) => new Float64Array(length));
export const times64 = () => new Column((length) => new BigInt64Array(length));

/** Byte strings behind each other; each is known by its number. */
export class Strings {
  readonly #ends = numbers53();
  #bytes = Buffer.alloc(64 * FIRST_LENGTH);
  #used = 0;

  push(value: Uint8Array): number {
    const end = this.#used + value.length;
    if (end > this.#bytes.length) {
      const longer = Buffer.alloc(2 * end);
      this.#bytes.copy(longer, 0, 0, this.#used);
      this.#bytes = longer;
    }
    this.#bytes.set(value, this.#used);
    this.#used = end;
    return this.#ends.push(end);
  }

  equals(index: number, bytes: Uint8Array): boolean {
    const start = index === 0 ? 0 : this.#ends.at(index - 1);
    return this.#bytes.compare(bytes, 0, bytes.length, start, this.#ends.at(index)) === 0;
  }

  at(index: number): Buffer {
    return this.#bytes.subarray(index === 0 ? 0 : this.#ends.at(index - 1), this.#ends.at(index));
  }
}
