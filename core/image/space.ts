import { KubeferryError } from '../base/errors.ts';
import { BLOCK, GROUP_BLOCKS } from './ext4.ts';
import type { Geometry, Run } from './geometry.ts';

/** An extent holds at most so many written blocks. */
const LONGEST_EXTENT = 32_768;

/**
 * The free blocks, in ascending order, as if nothing lay between them: the n-th of them is its place. They are given out
 * one after the other, so that the places say all, and what is used is what lies before the last of them.
 */
export class Space {
  readonly #free: Run[] = [];
  /** The place of the first block of each free run. */
  readonly #before: number[] = [];
  readonly #blocks: number;
  readonly total: number;
  used = 0;

  constructor({ blocks, reserved }: Geometry) {
    this.#blocks = blocks;
    let next = 0;
    let total = 0;
    for (const { block, count } of [...reserved, { block: blocks, count: 0 }]) {
      if (block > next) {
        this.#free.push({ block: next, count: block - next });
        this.#before.push(total);
        total += block - next;
      }
      next = block + count;
    }
    this.total = total;
  }

  /** The place of the first of so many blocks. Throws InvalidRequest when there are no more. */
  take(count: number): number {
    if (this.used + count > this.total) throw this.#full();
    this.used += count;
    return this.used - count;
  }

  /** The extents of so many places: ascending, each as long as an extent can be. */
  runs(place: number, count: number): Run[] {
    const runs: Run[] = [];
    let at = this.#freeRunOf(place);
    let next = place;
    const end = place + count;
    while (next < end) {
      const free = this.#free[at]!;
      const skip = next - this.#before[at]!;
      const length = Math.min(free.count - skip, end - next, LONGEST_EXTENT);
      runs.push({ block: free.block + skip, count: length });
      next += length;
      if (skip + length === free.count) at++;
    }
    return runs;
  }

  block(place: number): number {
    const at = this.#freeRunOf(place);
    return this.#free[at]!.block + place - this.#before[at]!;
  }

  /** What is given out of one group. */
  usedIn(group: number): Run[] {
    const start = group * GROUP_BLOCKS;
    const end = Math.min(start + GROUP_BLOCKS, this.#blocks);
    const runs: Run[] = [];
    for (let at = this.#firstReaching(start); at < this.#free.length && this.#free[at]!.block < end; at++) {
      const free = this.#free[at]!;
      const given = Math.min(free.count, Math.max(0, this.used - this.#before[at]!));
      const from = Math.max(free.block, start);
      const to = Math.min(free.block + given, end);
      if (to > from) runs.push({ block: from, count: to - from });
    }
    return runs;
  }

  #freeRunOf(place: number): number {
    return lastWhere(this.#before.length, (at) => this.#before[at]! <= place);
  }

  #firstReaching(block: number): number {
    return lastWhere(this.#free.length, (at) => this.#free[at]!.block + this.#free[at]!.count <= block) + 1;
  }

  #full() {
    return new KubeferryError(
      'InvalidRequest',
      `The files need more than the ${Math.floor((this.total * BLOCK) / 2 ** 20)} MiB that a file system of ` +
        `${Math.floor((this.#blocks * BLOCK) / 2 ** 20)} MiB has for them. Way out: ask for a larger volume in volumes.sizes.`,
    );
  }
}

/** The last of ascending positions of which something holds that holds for all before it; -1 when for none. */
export function lastWhere(length: number, holds: (position: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
