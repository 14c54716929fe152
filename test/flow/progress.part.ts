import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedFetch } from '../../cli/api/signed-fetch.ts';
import type { RunView } from '../../core/serve/api/schemas.ts';
import type { VolumeView } from '../../core/serve/api/volume-schemas.ts';
import { kubeferry } from './kubeferry.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

const CLONES = '/routes/prod-to-dev/clones';
/** Milliseconds of AWS: longer than any test, so that snapshots are as far as the test says. */
const FOREVER = 1e10;

let durations: object;
beforeAll(() => {
  durations = { ...small.cloud.ec2.durations };
  Object.assign(small.cloud.ec2.durations, { snapshot: FOREVER, copy: FOREVER });
});
afterAll(() => void Object.assign(small.cloud.ec2.durations, durations));

const call = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
  const { region, api, accounts } = small.cloud;
  const signer = { region, credentials: accounts.pipeline.credentials };
  return (await signedFetch(api, signer, { method, path, body })).body as RunView;
};

/** EC2 is so far with what it makes of one side's snapshots; at 100 they are complete. */
function bringTo(side: 'source' | 'target', percent: number): void {
  const { ec2, accounts, clock } = small.cloud;
  const now = clock.now().getTime();
  for (const snapshot of ec2.place(accounts[side].id, accounts[side].region).snapshots.values()) {
    if (snapshot.origin === 'blocks') continue;
    snapshot.startedAt = now - (percent / 100) * FOREVER;
    snapshot.endsAt = snapshot.startedAt + FOREVER;
  }
}

const ORDER = ['waiting', 'snapshot', 'copying', 'creating', 'verified'];
/** Grows with every stage, and within each. */
const rank = ({ stage, percent, snapshotPercent = 0 }: VolumeView) =>
  ORDER.indexOf(stage) * 1000 + percent + snapshotPercent;

it('tells how far each volume of a clone is while it goes on, never less than before, and that all have arrived', async () => {
  // One look at a snapshot and one segment are lost after they have done their work, and run again.
  small.cloud.addFault({ on: 'lambda:await-snapshot', nth: 3, effect: { kind: 'kill-after' } });
  small.cloud.addFault({ on: 'lambda:copy-segment', nth: 1, effect: { kind: 'kill-after' } });
  const claims = { 'small/files': 'copy-blocks' };
  const request = { selection: { namespaces: ['small'] }, volumes: { claims }, ...into('followed') };
  const { id } = await call('POST', CLONES, request);
  const watching = kubeferry(small.cloud, ['status', 'prod-to-dev', id, '--watch']);
  const seen: RunView[] = [];
  /** Looks until a volume is as it should be; EC2 is held where it is to be, also what it has only just begun. */
  const reached = async (claim: string, wanted: Partial<VolumeView>, hold = () => {}): Promise<VolumeView> => {
    for (;;) {
      hold();
      const run = await call('GET', `${CLONES}/${id}`);
      seen.push(run);
      const volume = run.volumes?.find((each) => each.claim === claim);
      if (volume && Object.entries(wanted).every(([key, value]) => volume[key as keyof VolumeView] === value))
        return volume;
      if (run.status !== 'RUNNING') expect.fail(`It ended before ${claim} was ${JSON.stringify(wanted)}.`);
      await sleep(200);
    }
  };

  await reached('small/data-db-0', { stage: 'snapshot', percent: 0, snapshotPercent: 0 });
  const half = () => bringTo('source', 47);
  for (const claim of ['small/data-db-0', 'small/files']) await reached(claim, { snapshotPercent: 45 }, half);
  await reached('small/data-db-0', { stage: 'copying', percent: 0 }, () => bringTo('source', 100));
  // Its few blocks are one segment, which goes its own way. What is left of the other is counted from its next mark, and looked at then.
  await reached('small/files', { stage: 'verified', percent: 100 });
  // A pace of no time at all has no seconds left.
  await small.cloud.clock.sleep(120_000);
  const most = () => bringTo('target', 72);
  const { estimate } = await reached('small/data-db-0', { stage: 'copying', percent: 70 }, most);
  expect(estimate).toEqual({ secondsLeft: expect.any(Number), basis: 'progress' });
  const { out: meanwhile } = await kubeferry(small.cloud, ['status', 'prod-to-dev', id]);
  expect(meanwhile).toMatch(/^ {2}small\/data-db-0 +1 GiB +copying +70 % +\d+ (s|min)$/m);
  expect(meanwhile).toMatch(/1 of 2 volumes verified, 1 under way; about \d+ (s|min) until the last/);
  await reached('small/data-db-0', { stage: 'verified', percent: 100 }, () => bringTo('target', 100));
  while (seen.at(-1)?.status === 'RUNNING') {
    await sleep(200);
    seen.push(await call('GET', `${CLONES}/${id}`));
  }

  const watched = await watching;
  expect(watched.code).toBe(0);
  for (const claim of ['small/data-db-0', 'small/files'])
    expect(watched.err.split(`✓ Volume ${claim} is verified (1 GiB)`)).toHaveLength(2);
  // No terminal, no control characters.
  expect(watched.err).not.toContain('\u001b');
  const ended = await call('GET', `${CLONES}/${id}`);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', volumes: [{ percent: 100 }, { percent: 100 }] });
  expect(JSON.stringify(ended)).not.toContain('secondsLeft');
  for (const claim of ['small/data-db-0', 'small/files']) {
    const ranks = seen.flatMap(({ volumes = [] }) => volumes.filter((each) => each.claim === claim).map(rank));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  }
});
