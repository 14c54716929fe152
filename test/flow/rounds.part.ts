import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { signedFetch } from '../../cli/api/signed-fetch.ts';
import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { startBusyDatabase } from '../../cli/demo/migration/busy-database.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import type { RunView } from '../../core/serve/api/schemas.ts';
import { listAccounts } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

const CLONES = '/routes/prod-to-dev/clones';
const DATA = 'small/data-db-0';

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const { api, region, accounts } = small.cloud;
  const signer = { region, credentials: accounts.pipeline.credentials };
  const answer = await signedFetch(api, signer, { method, path: `${CLONES}${path}`, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body as T;
}

async function until(id: string, is: (run: RunView) => boolean): Promise<RunView> {
  for (;;) {
    const run = await call<RunView>('GET', `/${id}`);
    if (is(run) || run.status !== 'RUNNING') return run;
    await sleep(100);
  }
}

/** What was there long before, so that a round which copied everything again could not pass for one of changes. */
async function fillDisk(): Promise<void> {
  const volumeId = (await volumesOfClaims(small.source)).get(DATA)!;
  for (let block = 0; block < 64; block++)
    small.cloud.ec2.writeVolume(volumeId, 256 * 2 ** 20 + block * BLOCK_BYTES, Buffer.from(`block ${block}`));
}

// Promise: no-acknowledged-row-lost
it('loses no row that was acknowledged before the source was quiesced, though functions of its rounds die', async () => {
  const [accounts, before] = [listAccounts(small.cloud), await fingerprintCluster(small.source)];
  await fillDisk();
  const database = await startBusyDatabase(small.cloud, small.source);
  const takeBack = ['begin-round', 'settle-round', 'seal-snapshot'].map((step) =>
    small.cloud.addFault({ on: `lambda:${step}`, nth: 2, effect: { kind: 'kill-after' } }),
  );
  const migrate = { cutOver: 'on-approval' };
  const request = {
    selection: { namespaces: ['small'] },
    ...into('rounds'),
    migrate,
    volumes: { claims: { [DATA]: 'copy-blocks' } },
  };
  const { id } = await call<{ id: string }>('POST', '', request);
  // While it waits it is copied, and nothing of the source is scaled.
  const waiting = await until(id, ({ rounds = [], approval }) => approval?.status === 'waiting' && rounds.length > 1);
  expect(waiting.approval, JSON.stringify(waiting.failure)).toMatchObject({ status: 'waiting', of: 'cut-over' });
  expect(await fingerprintCluster(small.source)).toEqual(before);
  await call('POST', `/${id}/approve`, { cutOver: true });
  const ended = await until(id, () => false);
  await database.stop();
  for (const each of takeBack) each();
  expect(ended.status, JSON.stringify(ended.failure)).toBe('SUCCEEDED');

  const { cutOver, volumes } = (await findRecord<Report>(recordsOf(small.cloud), keysOf(id).report))!;
  expect(database.acknowledged()).toBeGreaterThan(20);
  expect(database.missingOn(volumes.find(({ claim }) => claim === DATA)!.targetVolumeId!)).toEqual([]);
  // Whole at first, and then only what has changed.
  const [first, ...deltas] = cutOver?.rounds ?? [];
  expect(deltas.length).toBeGreaterThanOrEqual(1);
  for (const { bytes } of deltas) expect(bytes).toBeLessThan(first!.bytes);
  expect(cutOver?.sentence).toMatch(/after \d+ (seconds|minutes) of downtime \(\d+ (seconds|minutes) were expected\)/);
  await call('DELETE', `/${id}`);
  while ((await call<RunView>('GET', `/${id}`)).rollBack?.status === 'RUNNING') await sleep(100);
  expect(listAccounts(small.cloud)).toEqual(accounts);
  expect(await fingerprintCluster(small.source)).toEqual(before);
});
