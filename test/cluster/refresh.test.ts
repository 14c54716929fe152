import { afterAll, beforeAll, expect, it } from 'vitest';
import { countMoved } from '../../cli/demo/count-moved.ts';
import { type Nightly, startNightly } from '../flow/nightly.ts';
import { realBackend } from './real-backend.ts';

let nightly: Nightly;
beforeAll(async () => {
  // Real controllers take real time: a faster clock would end the waits for them.
  nightly = await startNightly(20, { backend: realBackend() });
});
afterAll(() => nightly?.small.stop());

it('swaps the volumes under the same claims of real control planes, and moves only what changed', async () => {
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
});

it('brings the former clone back when the new one cannot be verified', async () => {
  const before = await nightly.look();
  nightly.mark('tuesday--');
  nightly.failVerification();
  expect(await nightly.run()).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
  expect(await nightly.look()).toEqual(before);
});
