import { expect, it } from 'vitest';
import { FIRST_ATTEMPT } from '../../../../core/base/run/attempt.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { roundsOf } from '../../../../core/base/run/rounds.ts';
import { beginRound } from '../../../../core/execute/rounds/begin-round.ts';
import { settleRound } from '../../../../core/execute/rounds/settle-round.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addVolume, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { TWO_ROUTES } from '../../serve/api/two-routes.ts';

it('takes snapshots of a volume that is handed over in rounds, copies none, and keeps the last one until the cut-over', async () => {
  const [store, ebs, [route]] = [memoryObjectStore(), ebsWorld(leapingClock()), TWO_ROUTES];
  const storage = memoryVolumeStorage(ebs, route!.source);
  const { id } = addVolume(ebs, route!.source, 'eu-west-1a', 4).volume;
  const planned = [{ claim: 'shop/data', strategy: 'hand-over', sourceVolumeId: id } as PlannedVolume];
  const migrate = { cutOver: 'now', maxDowntimeMinutes: 15 };
  const clone = { cloneId: 'r1', mode: 'clone', route, startedAt: '2026-11-22T10:00:00Z', migrate } as Clone;
  let minutes = 0;
  const at = () => ({ attempt: FIRST_ATTEMPT, now: new Date(Date.parse(clone.startedAt) + ++minutes * 60_000) });
  const begin = () => beginRound(storage, store, clone, planned, { ...at(), pace: undefined });
  const settle = async () => (await settleRound({ source: storage, target: storage }, store, clone, at())).next;

  expect(await settle()).toBe('round');
  await begin();
  expect(await settle()).toBe('round');
  await begin();
  expect(await settle()).toBe('cut-over');
  const { rounds, cutOver } = await roundsOf(store, 'r1');
  expect(rounds.map(({ volumes, removed }) => [volumes.map(({ bytes }) => bytes), removed ?? false])).toEqual([
    [[0], true],
    [[0], false],
  ]);
  expect(cutOver?.expectedSeconds).toBeLessThan(15 * 60);
  expect([...ebs.snapshots.keys()]).toEqual(rounds[1]!.volumes.map(({ snapshotId }) => snapshotId));
});
