import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { listAccounts, listCluster } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

/** Steps whose permanent failure undoes the run; those of the roll-back itself, and the API, have tests of their own. */
const OTHERS = [
  'clean-up-clone',
  'write-report',
  'close-run',
  'roll-back-objects',
  'restore-former-clone',
  'roll-back-volumes',
  'resume-source',
  'find-expired',
  'note-removal',
  'answer-api',
  'examine-route',
  // Beside private clusters only.
  'connect-cluster',
  // Only of a run that asks for an approval.
  'await-approval',
  // Make and remove a target cluster, which is there in these runs.
  'make-cluster',
  'fill-cluster',
  'complete-cluster',
  'roll-back-cluster',
];
const STEPS = readdirSync(new URL('../../lambdas', import.meta.url)).filter(
  (name) => !name.startsWith('_') && !OTHERS.includes(name),
);
/** With a cut-over, the source is at zero until the end: whichever step fails has to bring it back. */
const EVERY_WAY = {
  profile: 'migrate',
  cutOver: true,
  volumes: { claims: { 'small/files': 'copy-blocks' } },
  quiesce: { scaleToZero: true },
};

let small: SmallCloud;
let before: { accounts: string[]; target: string[]; source: Map<string, string> };

beforeAll(async () => {
  small = await startSmallCloud();
  before = {
    accounts: listAccounts(small.cloud),
    target: await listCluster(small.target),
    source: await fingerprintCluster(small.source),
  };
});
afterAll(() => small?.stop());

describe('a step that fails for good', () => {
  // Promise: failure-leaves-nothing, cut-over-stays, source-claims-kept
  it.each(STEPS)('%s: the run fails with its error, both accounts and clusters are as they were', async (step) => {
    small.cloud.addFault({
      on: `lambda:${step}`,
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    expect(await small.clone({ ...EVERY_WAY, ...into(`failed-${step}`) })).toMatchObject({ status: 'FAILED' });
    expect(listAccounts(small.cloud)).toEqual(before.accounts);
    expect(await listCluster(small.target)).toEqual(before.target);
    // Its volumes are attached again a moment after its pods are back.
    await expect.poll(() => fingerprintCluster(small.source), { timeout: 10_000 }).toEqual(before.source);
  });
});
