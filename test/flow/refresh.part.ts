import { beforeAll, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { type Nightly, nightlyOn } from './nightly.ts';
import { small } from './one-cloud.ts';
import { refreshInPlace } from './refresh-in-place.ts';

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
  nightly.killOnce('plan-clone', 'park-former-clone', 'apply-shard', 'verify-clone', 'clean-up-clone');
  const { name, former } = await refreshInPlace(nightly);
  expect(await fingerprintCluster(nightly.small.source)).toEqual(source);
  expect(nightly.expiries()).toEqual([expect.stringContaining(name)]);
  const replaced = (await reportOf(name))?.volumes.map(({ replaces }) => replaces);
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
