import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { findRecord } from '../../core/clone/records.ts';
import type { Report } from '../../core/report/report.ts';
import { contentsOf, listAccounts } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

const NIGHTLY = { ...into('night'), onConflict: 'refresh', volumes: { claims: { 'small/files': 'copy-blocks' } } };
const CLAIMS = ['data-db-0', 'files'];

let small: SmallCloud;
let atSource: Map<string, string>;
/** Of the target's nodes. */
let others: string[];
beforeAll(async () => {
  small = await startSmallCloud();
  atSource = await volumesOfClaims(small.source);
  others = targetVolumes();
  expect(await small.clone(NIGHTLY)).toMatchObject({ status: 'SUCCEEDED' });
});
afterAll(() => small?.stop());

/** Writes into the source volumes what tomorrow's clone must have. */
function writeAtSource(text: string): void {
  for (const claim of CLAIMS) small.cloud.ec2.writeVolume(atSource.get(`small/${claim}`)!, 1024, Buffer.from(text));
}

/** What the volumes under the claims of the target hold at that place. */
async function readInTarget(): Promise<string[]> {
  const volumes = await volumesOfClaims(small.target);
  return CLAIMS.map((claim) => small.cloud.ec2.readVolume(volumes.get(`night/${claim}`)!, 1024, 9).toString());
}

const targetVolumes = () =>
  listAccounts(small.cloud).filter(
    (line) => line.startsWith(small.cloud.accounts.target.id) && !others?.includes(line),
  );

const reportOf = (name: string) => findRecord<Report>(recordsOf(small.cloud), keysOf(name).report);

/** Each of these functions dies once after it has done its work, and is called again. */
function killOnce(...steps: string[]): void {
  for (const step of steps) small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
}

describe('a clone into the same namespaces every night', () => {
  it('has the data of the night under the same claims, and one set of volumes, though its functions die', async () => {
    const source = await fingerprintCluster(small.source);
    const [contents, former] = [await contentsOf(small.target, 'night'), targetVolumes()];
    writeAtSource('monday---');
    killOnce('plan-clone', 'park-former-clone', 'apply-shard', 'verify-clone', 'clean-up-clone');
    const ended = await small.clone(NIGHTLY);
    expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    expect(await readInTarget()).toEqual(['monday---', 'monday---']);
    expect(await contentsOf(small.target, 'night')).toEqual(contents);
    expect(targetVolumes()).toHaveLength(former.length);
    expect(targetVolumes().filter((line) => former.includes(line))).toEqual([]);
    expect(await fingerprintCluster(small.source)).toEqual(source);
    const replaced = (await reportOf(ended.name))?.volumes.map(({ replaces }) => replaces);
    expect(former.map((line) => line.split(' ').at(-1))).toEqual(expect.arrayContaining(replaced ?? ['none']));
  });

  it('is as before the run when the new one cannot be verified, and is refreshed the next night', async () => {
    const before = [await contentsOf(small.target, 'night'), targetVolumes(), await readInTarget()];
    writeAtSource('tuesday--');
    small.cloud.addFault({
      on: 'lambda:verify-clone',
      nth: 1,
      effect: { kind: 'error', code: 'VerificationFailed', message: 'injected' },
    });
    killOnce('roll-back-objects', 'restore-former-clone', 'roll-back-volumes');
    const failed = await small.clone(NIGHTLY);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
    expect((await reportOf(failed.name))?.rollBackFailure).toBeUndefined();
    expect([await contentsOf(small.target, 'night'), targetVolumes(), await readInTarget()]).toEqual(before);

    const next = await small.clone(NIGHTLY);
    expect(next, next.cause).toMatchObject({ status: 'SUCCEEDED' });
    expect(await readInTarget()).toEqual(['tuesday--', 'tuesday--']);
    expect(targetVolumes()).toHaveLength(before[1]!.length);
    expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
  });
});
