import { bytes8, Strings } from './column.ts';

const FIRST_SLOTS = 2_048;
/** Slots that are full make each search longer: at most so many of them are. */
const FULLEST = 0.6;
/** One of a table that hashes by its bytes (http://www.isthe.com/chongo/tech/comp/fnv/). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Texts, each once, which are known by the number in which they came. A million ids of 64 hexadecimal digits take 50 MB, and some 150 as
 * strings in a Map.
 */
export class Ids {
  /** Whether a text is kept as half as many bytes. */
  readonly #isHex = bytes8();
  readonly #texts = new Strings();
  /** By hash: the number and one; 0 is free. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #scratch = Buffer.alloc(256);

  get length(): number {
    return this.#isHex.length;
  }

  /** Its number, which is new where the text is. */
  add(id: string): number {
    const isHex = HEX.test(id);
    const bytes = this.#encode(id, isHex);
    const slot = this.#slotOf(bytes, isHex);
    if (this.#slots[slot] !== 0) return this.#slots[slot]! - 1;
    this.#texts.push(bytes);
    const number = this.#isHex.push(isHex ? 1 : 0);
    this.#slots[slot] = number + 1;
    if (this.length > this.#slots.length * FULLEST) this.#grow();
    return number;
  }

  /** Its number, where it was added. */
  find(id: string): number | undefined {
    const isHex = HEX.test(id);
    const found = this.#slots[this.#slotOf(this.#encode(id, isHex), isHex)]!;
    return found === 0 ? undefined : found - 1;
  }

  at(number: number): string {
    return this.#texts.at(number).toString(this.#isHex.at(number) === 1 ? 'hex' : 'utf8');
  }

  *[Symbol.iterator](): Generator<string> {
    for (let number = 0; number < this.length; number++) yield this.at(number);
  }

  #encode(id: string, isHex: boolean): Uint8Array {
    // Three bytes are the most that UTF-8 needs for a unit of UTF-16.
    if (3 * id.length > this.#scratch.length) this.#scratch = Buffer.alloc(6 * id.length);
    return this.#scratch.subarray(0, this.#scratch.write(id, isHex ? 'hex' : 'utf8'));
  }

  /** Where it is, or else where it belongs. */
  #slotOf(bytes: Uint8Array, isHex: boolean): number {
    const last = this.#slots.length - 1;
    let slot = hashOf(bytes) & last;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & last) {
      const number = this.#slots[slot]! - 1;
      if ((this.#isHex.at(number) === 1) === isHex && this.#texts.equals(number, bytes)) return slot;
    }
    return slot;
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const last = this.#slots.length - 1;
    for (let number = 0; number < this.length; number++) {
      let slot = hashOf(this.#texts.at(number)) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = number + 1;
    }
  }
}

/** Texts that have their numbers already keep them: a million of them are not copied. */
export function idsOf(texts: Iterable<string>): Ids {
  if (texts instanceof Ids) return texts;
  const ids = new Ids();
  for (const text of texts) ids.add(text);
  return ids;
}

const HEX = /^(?:[0-9a-f]{2})+$/;

function hashOf(bytes: Uint8Array): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
  return hash ^ (hash >>> 15);
}
