import { afterAll, beforeAll } from 'vitest';
import { type SmallCloud, startSmallCloud } from './small-cloud.ts';

/**
 * The cloud of the file that is being played. Its first clone starts every function, which takes as long as two more
 * clones; so files whose tests leave things as they found them are parts of another one:
 * `describe('…', async () => void (await import('./….part.ts')))`.
 */
export let small: SmallCloud;

/** Starts it before all tests of a file and its parts, and stops it after them. */
export function useOneCloud(...how: Parameters<typeof startSmallCloud>): void {
  beforeAll(async () => {
    small = await startSmallCloud(...how);
  });
  afterAll(() => small?.stop());
}
