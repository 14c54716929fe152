import { expect } from 'vitest';
import { countMoved } from '../../cli/demo/count-moved.ts';
import type { Nightly } from './nightly.ts';

/** A night in which one block of the source has changed: fresh volumes under the same claims, and that block alone is moved. */
export async function refreshInPlace(nightly: Nightly): Promise<{ name: string; former: string[] }> {
  const [contents, former] = [(await nightly.look())[0], nightly.volumes()];
  nightly.mark('monday---');
  const moved = countMoved(nightly.small.cloud.calls);
  const ended = await nightly.run();
  expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
  // The mark is in one block of each volume; the other one is copied by EBS, which goes on from its copy as well.
  const now = countMoved(nightly.small.cloud.calls);
  expect([now.blocksRead - moved.blocksRead, now.blocksWritten - moved.blocksWritten]).toEqual([1, 1]);
  expect(nightly.copied().at(-1)).toEqual({ incremental: true, bytes: 524_288 });
  const after = nightly.volumes();
  expect(await nightly.look()).toEqual([contents, after, ['monday---', 'monday---']]);
  expect(after).toHaveLength(former.length);
  expect(after.filter((id) => former.includes(id))).toEqual([]);
  return { name: ended.name, former };
}
