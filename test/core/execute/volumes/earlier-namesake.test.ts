import { beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readLines, writeRecord } from '../../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { removeSnapshots } from '../../../../core/execute/undo/remove-snapshots.ts';
import { copySnapshot } from '../../../../core/execute/volumes/copy-snapshot.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addVolume, type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const NAME = 'clone-of-pull-request-7';
const SOURCE = { account: '222233334444', region: 'us-east-1' };
const KEY = 'arn:aws:kms:eu-west-1:222233334444:key/k';
const TARGET = { account: '222233334444', region: 'eu-west-1', kmsKeyArn: KEY };
const HUNDRED_DAYS_MS = 100 * 24 * 3600 * 1000;

let world: EbsWorld;
let planned: PlannedVolume;
beforeEach(() => {
  world = ebsWorld(leapingClock());
  world.keys.set(KEY, { ...TARGET, arn: KEY, enabled: true } as never);
  const { id } = addVolume(world, SOURCE, 'us-east-1a', 1).volume;
  planned = {
    claim: 'shop/db',
    sourceVolumeId: id,
    strategy: 'share-and-copy',
    kmsKeyArn: KEY,
    sizeGiB: 1,
  } as PlannedVolume;
});

/** Its records are those of `store`: of a run before them nothing is known. */
async function run(store: ObjectStore) {
  const startedAt = world.clock.now().toISOString();
  const clone = { cloneId: NAME, startedAt, route: { name: 'r', source: SOURCE, target: TARGET } } as unknown as Clone;
  await writeRecord(store, keysOf(NAME).clone, { clone });
  // A state is entered a while after its run has begun.
  await world.clock.sleep(60_000);
  const [source, target] = [memoryVolumeStorage(world, SOURCE), memoryVolumeStorage(world, TARGET)];
  const copy = async () => {
    await snapshotVolumes(source, store, NAME, [planned]);
    const [item] = await readLines<VolumeItem>(store, keysOf(NAME).volumes, 'test');
    // Until it is complete.
    await world.clock.sleep(3_600_000);
    return [item!.origin.snapshotId, (await copySnapshot(target, store, clone, item!)).snapshotId];
  };
  const remove = async () => {
    await removeSnapshots({ storage: source, step: 'source-snapshot' }, store, NAME);
    await removeSnapshots({ storage: target, step: 'target-snapshot' }, store, NAME);
  };
  return { copy, remove };
}

const there = () => [...world.snapshots.keys()];

// Promise: namesakes-are-others
it('takes no snapshot of a run that had its name for its own, and removes none', async () => {
  const kept = await (await run(memoryObjectStore())).copy();
  await world.clock.sleep(HUNDRED_DAYS_MS);
  const { copy, remove } = await run(memoryObjectStore());
  const made = await copy();
  expect(made.filter((id) => kept.includes(id!))).toEqual([]);
  await remove();
  expect(there().toSorted()).toEqual(kept.toSorted());
});

it('finds its own again, whose answers were lost', async () => {
  const store = memoryObjectStore();
  const { copy, remove } = await run(store);
  const made = await copy();
  for await (const key of store.list(`clones/${NAME}/asked/`)) await store.delete(key);
  expect(await copy()).toEqual(made);
  await remove();
  expect(there()).toEqual([]);
});
