import { beforeAll, expect, it } from 'vitest';
import { countMoved } from '../../cli/demo/count-moved.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { type Nightly, nightlyOn } from './nightly.ts';
import { small } from './one-cloud.ts';

let nightly: Nightly;
/** How many calls were made before. */
let from: number;
beforeAll(async () => {
  from = small.cloud.calls.length;
  nightly = await nightlyOn(small);
});

const reportOf = (name: string) => findRecord<Report>(recordsOf(nightly.small.cloud), keysOf(name).report);

it('brings the data of the night under the same claims, on one set of volumes, though its functions die', async () => {
  const source = await fingerprintCluster(nightly.small.source);
  const [contents, former] = [(await nightly.look())[0], nightly.volumes()];
  nightly.mark('monday---');
  nightly.killOnce('plan-clone', 'park-former-clone', 'apply-shard', 'verify-clone', 'clean-up-clone');
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
  expect(await fingerprintCluster(nightly.small.source)).toEqual(source);
  expect(nightly.expiries()).toEqual([expect.stringContaining(ended.name)]);
  const replaced = (await reportOf(ended.name))?.volumes.map(({ replaces }) => replaces);
  expect(replaced?.toSorted()).toEqual(former);
});

// Promise: refresh-keeps-former
it('leaves all as it was when the new clone cannot be verified, and refreshes it the next night', async () => {
  const before = await nightly.look();
  const { cloud } = nightly.small;
  nightly.mark('tuesday--');
  nightly.failVerification();
  nightly.killOnce('roll-back-objects', 'restore-former-clone', 'roll-back-volumes');
  const failed = await nightly.run();
  expect(failed).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
  expect((await reportOf(failed.name))?.rollBackFailure).toBeUndefined();
  expect(await nightly.look()).toEqual(before);

  const next = await nightly.run();
  expect(next, next.cause).toMatchObject({ status: 'SUCCEEDED' });
  expect(await nightly.marks()).toEqual(['tuesday--', 'tuesday--']);
  expect(nightly.volumes()).toHaveLength((before[1] as string[]).length);
  expect(cloud.calls.slice(from).filter(({ allowed }) => !allowed)).toEqual([]);
});
