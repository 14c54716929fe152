import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { type BlobWorld, startBlobWorld } from './blob-world.ts';

const BLOCKS = 6;
const SIZE = BLOCKS * BLOCK_BYTES;
const PAGE = 512;

const change = fc.record({
  page: fc.integer({ min: 0, max: SIZE / PAGE - 1 }),
  pages: fc.integer({ min: 1, max: 1_500 }),
  /** 0 writes zeros, which is not the same as clearing. */
  fill: fc.integer({ min: -1, max: 3 }),
});
const changes = fc.array(change, { maxLength: 6 });

let world: BlobWorld;
beforeAll(async () => {
  world = await startBlobWorld();
});
afterAll(() => world.stop());

/** Writes, or clears where `fill` is -1, in the disk and in plain bytes. */
function play(id: string, plain: Buffer, them: { page: number; pages: number; fill: number }[]) {
  for (const { page, pages, fill } of them) {
    const start = page * PAGE;
    const length = Math.min(pages * PAGE, SIZE - start);
    if (fill < 0) world.blob(id).clear(start, length);
    else world.blob(id).write(start, Buffer.alloc(length, fill));
    plain.fill(Math.max(fill, 0), start, start + length);
  }
}

/** What a copy of these blocks makes of what the target has. */
async function copy(source: ReturnType<BlobWorld['source']>, target: Buffer) {
  for await (const page of source.list()) {
    for (const ref of page) {
      if (ref.isNew) expect(isZero(target, ref.index), `block ${ref.index} is new`).toBe(true);
      const bytes = ref.token === undefined ? Buffer.alloc(BLOCK_BYTES) : (await source.get(ref)).bytes;
      target.set(bytes, ref.index * BLOCK_BYTES);
    }
  }
  return target;
}
const isZero = (bytes: Buffer, index: number) =>
  bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES).every((byte) => byte === 0);

it('a copy of what changed since an earlier snapshot equals a full copy, whatever was written or cleared', async () => {
  let number = 0;
  // A failure prints its seed, which `fc.assert` takes to play it again.
  await fc.assert(
    fc.asyncProperty(changes, changes, async (before, after) => {
      const disk = world.start(`disk-${++number}`, undefined, SIZE);
      const plain = Buffer.alloc(SIZE);
      play(disk, plain, before);
      const first = world.start(`first-${number}`, disk);
      world.finish(first);
      const then = Buffer.from(plain);
      play(disk, plain, after);
      const second = world.start(`second-${number}`, disk);
      world.finish(second);

      const base = await copy(world.source(first), Buffer.alloc(SIZE));
      expect(base.equals(then)).toBe(true);
      const full = await copy(world.source(second), Buffer.alloc(SIZE));
      expect(full.equals(plain)).toBe(true);
      expect((await copy(world.source(second, first), base)).equals(full)).toBe(true);
      // And back again.
      expect((await copy(world.source(first, second), full)).equals(then)).toBe(true);
    }),
    { numRuns: 25 },
  );
});
