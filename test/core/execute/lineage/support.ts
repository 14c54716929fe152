import { createHash } from 'node:crypto';
import { isTransient } from '../../../../core/base/errors.ts';
import { ZERO_BLOCK } from '../../../../core/execute/blocks/zero-block.ts';

/** Unwritten blocks read as zeros. */
export function digestOf(blocks: ReadonlyMap<number, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [index, bytes] of [...blocks].sort(([a], [b]) => a - b))
    if (Buffer.compare(bytes, ZERO_BLOCK) !== 0) hash.update(`${index} `).update(bytes);
  return hash.digest('hex');
}

/** As the machines do: what is transient is tried again, later. */
export async function again<T>(
  clock: { sleep(milliseconds: number): Promise<void> },
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt > 40) throw error;
      await clock.sleep(30_000);
    }
  }
}
