import { expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

const listing = async () => [
  listAccounts(small.cloud),
  await listCluster(small.source),
  await listCluster(small.target),
];

it('removes a clone when its time is over, and not before: all is as it was before the run', async () => {
  const { calls, clock, accounts, region } = small.cloud;
  const [before, from] = [await listing(), calls.length];
  const expires = clock.now().getTime() + 3_600_000;
  expect(await small.clone({ ...into('short-lived'), ttl: '1h' })).toMatchObject({ status: 'SUCCEEDED' });
  const left = (await listing()).flat().filter((line) => !before.flat().includes(line));
  expect(left).toContainEqual(expect.stringMatching(/ volume vol-\w+ tags \[.*kubeferry:clone-id=/));
  expect(left).toContainEqual(expect.stringMatching(/^s3:.*\/expiries\//));
  const early = await startExecution(small.cloud, 'kubeferry-remove-expired', {});
  const { output } = await early.ended();
  expect(clock.now().getTime()).toBeLessThan(expires);
  expect(output).toEqual({ removed: 0 });

  clock.forward(expires + 60_000 - clock.now().getTime());
  const reaper = `arn:aws:scheduler:${region}:${accounts.hub.id}:schedule/kubeferry-remove-expired/remove-expired`;
  await small.cloud.deliverAgain(reaper, clock.now());
  await expect.poll(listing, { timeout: 60_000, interval: 300 }).toEqual(before);
  expect(calls.slice(from).filter(({ allowed }) => !allowed)).toEqual([]);
});
