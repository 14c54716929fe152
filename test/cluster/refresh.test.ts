import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Nightly, startNightly } from '../flow/nightly.ts';
import { refreshInPlace } from '../flow/refresh-in-place.ts';
import { realBackend } from './real-backend.ts';

let nightly: Nightly;
beforeAll(async () => {
  // Real controllers take real time: a faster clock would end the waits for them.
  nightly = await startNightly(20, { backend: realBackend() });
});
afterAll(() => nightly?.small.stop());

it('swaps the volumes under the same claims of real control planes, and moves only what changed', async () => {
  await refreshInPlace(nightly);
});

it('brings the former clone back when the new one cannot be verified', async () => {
  const before = await nightly.look();
  nightly.mark('tuesday--');
  nightly.failVerification();
  expect(await nightly.run()).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
  expect(await nightly.look()).toEqual(before);
});
