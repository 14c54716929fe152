import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { listAccounts, listCluster } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

let small: SmallCloud;
beforeAll(async () => {
  // An hour passes in nine seconds.
  small = await startSmallCloud(400);
});
afterAll(() => small?.stop());

const listing = async () => [
  listAccounts(small.cloud),
  await listCluster(small.source),
  await listCluster(small.target),
];

it('removes a clone when its time is over, and not before: all is as it was before the run', async () => {
  const { clock, accounts, region } = small.cloud;
  const before = await listing();
  const expires = clock.now().getTime() + 3_600_000;
  expect(await small.clone({ ...into('short-lived'), ttl: '1h' })).toMatchObject({ status: 'SUCCEEDED' });
  const left = (await listing()).flat().filter((line) => !before.flat().includes(line));
  expect(left).toContainEqual(expect.stringMatching(/ volume vol-\w+ tags \[.*kubeferry:clone-id=/));
  expect(left).toContainEqual(expect.stringMatching(/^s3:.*\/expiries\//));
  const early = await startExecution(small.cloud, 'kubeferry-remove-expired', {});
  const { output } = await early.ended(() => {});
  if (clock.now().getTime() < expires) expect(output).toEqual({ removed: 0 });

  while (clock.now().getTime() < expires + 60_000) await sleep(50);
  const reaper = `arn:aws:scheduler:${region}:${accounts.hub.id}:schedule/kubeferry-remove-expired/remove-expired`;
  await small.cloud.deliverAgain(reaper, clock.now());
  await expect.poll(listing, { timeout: 60_000, interval: 300 }).toEqual(before);
  expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
});
