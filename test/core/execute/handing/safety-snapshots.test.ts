import { expect, it } from 'vitest';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { cleanUpClone } from '../../../../core/execute/undo/clean-up-clone.ts';
import type { Ending } from '../../../../core/execute/undo/ending.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { reportedSafety } from '../../../../core/reporting/reported-safety.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryClusters } from '../../../memory/clusters.ts';
import { addVolume, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { TWO_ROUTES } from '../../serve/api/two-routes.ts';

const [route] = TWO_ROUTES;
const clone = { cloneId: 'r1', mode: 'clone', route, startedAt: '2026-11-22T10:00:00Z' } as Clone;
const CLAIM = 'shop/data';

async function handedOver(more: Partial<PlannedVolume>) {
  const [store, ebs] = [memoryObjectStore(), ebsWorld(leapingClock())];
  const storage = memoryVolumeStorage(ebs, route!.source);
  const { id } = addVolume(ebs, route!.source, 'eu-west-1a', 4).volume;
  const volume = { claim: CLAIM, strategy: 'hand-over', sourceVolumeId: id, ...more } as PlannedVolume;
  await writeRecord(store, keysOf('r1').plan, { volumes: [volume] });
  await snapshotVolumes(storage, store, 'r1', [volume]);
  await writeRecord(store, keysOf('r1').snapshotSize(CLAIM), { bytes: 3 * 2 ** 30 });
  const side = { storage, clusters: memoryClusters([]) };
  const ended = (ending: Ending) =>
    cleanUpClone(
      side,
      side,
      store,
      clone,
      () => new Date(),
      async () => ({ retired: 0 }),
      ending,
    );
  return { store, ended, snapshots: () => [...ebs.snapshots.keys()] };
}

// Promise: safety-snapshot-as-asked
it('is gone once the clone is verified, where the request does not keep it', async () => {
  const { ended, snapshots, store } = await handedOver({});
  expect(snapshots()).toHaveLength(1);
  await ended('verified');
  expect(snapshots()).toEqual([]);
  expect(await reportedSafety(store, clone)).toEqual([]);
});

// Promise: safety-snapshot-as-asked
it('is kept where the request says so, by the clean-up and by a later roll-back, with its price and the command that removes it', async () => {
  const { ended, snapshots, store } = await handedOver({ keepsSnapshot: true });
  const [id] = snapshots();
  await ended('verified');
  await ended('verified');
  expect(await reportedSafety(store, clone)).toMatchObject([
    {
      ...{ claim: CLAIM, snapshotId: id, account: '222233334444', region: 'eu-west-1', dollarsAMonth: 0.15 },
      sentence: `Snapshot ${id} of claim shop/data, from before its volume was handed over, is kept, 3.00 GiB for $0.15 a month that account 222233334444 pays, until somebody removes it: aws ec2 delete-snapshot --region eu-west-1 --snapshot-id ${id}`,
    },
  ]);
  await ended('roll-back');
  expect(snapshots()).toEqual([id]);
});

it('goes with a run that was rolled back before its clone was verified, whatever the request says', async () => {
  const { ended, snapshots } = await handedOver({ keepsSnapshot: true });
  await ended('roll-back');
  expect(snapshots()).toEqual([]);
});
