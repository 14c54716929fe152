import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Passes, startPasses } from '../../../emulator/csi/passes.ts';

let passes: Passes;
let count: number;
/** How much the next passes change. */
let changes: number[];

beforeEach(async () => {
  vi.useFakeTimers();
  [count, changes] = [0, []];
  passes = startPasses(async () => {
    count += 1;
    return changes.shift() ?? 0;
  });
  await vi.advanceTimersByTimeAsync(1);
});
afterEach(async () => {
  await passes.stop();
  vi.useRealTimers();
});

/** How many passes come within so many milliseconds. */
async function within(milliseconds: number): Promise<number> {
  const before = count;
  await vi.advanceTimersByTimeAsync(milliseconds);
  return count - before;
}

it('looks five times a second where nothing happens', async () => {
  expect(await within(1_000)).toBe(5);
});

it('looks sooner after a pass that changed something', async () => {
  changes = [1, 1, 1];
  expect(await within(400)).toBe(4);
});

it('looks soon after a hint, once for many of them, and rests again', async () => {
  for (let hint = 0; hint < 10; hint += 1) passes.hint();
  expect([await within(30), await within(150)]).toEqual([1, 0]);
});

it('puts no pass off by hints that keep coming', async () => {
  let seen = 0;
  for (let hint = 0; hint < 50; hint += 1) {
    passes.hint();
    seen += await within(10);
  }
  expect(seen).toBeGreaterThan(20);
});

it('looks at once for who waits until nothing is left to do', async () => {
  const settled = passes.settled();
  expect(await within(1)).toBe(1);
  await settled;
});
