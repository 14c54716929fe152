import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { encodeLines } from '../../../../core/base/shards.ts';
import { endShares } from '../../../../core/execute/shares/end-shares.ts';
import { shareSnapshot } from '../../../../core/execute/shares/share-snapshot.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addSnapshot } from '../../../memory/ebs-making.ts';
import { type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const PROD = { account: '222233334444', region: 'us-east-1' };
const DEV = '444455556666';
const run = (cloneId: string, account = DEV) =>
  ({ cloneId, route: { source: PROD, target: { account, region: 'eu-west-1' } } }) as Clone;

let world: EbsWorld;
let store: ObjectStore;
let storage: VolumeStorage;
let item: VolumeItem;
let shared: () => string[];

beforeEach(() => {
  world = ebsWorld(leapingClock());
  store = memoryObjectStore();
  storage = memoryVolumeStorage(world, PROD);
  const described = { volumeId: 'vol-1', sizeGiB: 1, encrypted: false, tags: { made: 'by others' } };
  const held = addSnapshot(world, PROD, described, { blocks: new Map(), madeBy: 'create' });
  shared = () => [...held.sharedWith];
  item = { origin: { kind: 'snapshot', snapshotId: held.snapshot.id, foreign: true } } as VolumeItem;
});

const share = async (clone: Clone) => {
  await store.put(keysOf(clone.cloneId).volumes, encodeLines([item]));
  return shareSnapshot(storage, store, clone, item);
};
const end = (clone: Clone) => endShares(storage, store, clone);
const left = async () => Array.fromAsync(store.list('shares/'));

describe('a snapshot of others that a run shares with the target', () => {
  // Promise: origin-stays-as-it-was
  it('is shared until the run is cleaned up, however often each step runs, and is there still', async () => {
    await share(run('run-1'));
    await share(run('run-1'));
    expect(shared()).toEqual([DEV]);
    expect(await end(run('run-1'))).toBe(1);
    expect(await end(run('run-1'))).toBe(0);
    expect(shared()).toEqual([]);
    expect(world.snapshots.size).toBe(1);
    expect([...world.snapshots.values()][0]?.snapshot.tags).toEqual({ made: 'by others' });
    expect(await left()).toEqual([]);
  });

  // Promise: origin-stays-as-it-was
  it('stays shared where somebody else had shared it with that account before', async () => {
    await storage.shareSnapshot(item.origin.snapshotId, DEV);
    await share(run('run-1'));
    await end(run('run-1'));
    expect(shared()).toEqual([DEV]);
    expect(await left()).toEqual([]);
  });

  it('stays shared for another run until that has ended as well, whichever ends first', async () => {
    for (const [first, last] of [
      ['run-1', 'run-2'],
      ['run-2', 'run-1'],
    ] as const) {
      await share(run('run-1'));
      await share(run('run-2'));
      await end(run(first));
      expect(shared()).toEqual([DEV]);
      await end(run(last));
      expect(shared()).toEqual([]);
    }
  });

  it('is shared again where another run came between the end of the one and its call', async () => {
    await share(run('run-1'));
    const { unshareSnapshot } = storage;
    storage.unshareSnapshot = async (...given) => {
      storage.unshareSnapshot = unshareSnapshot;
      await share(run('run-2'));
      await unshareSnapshot(...given);
    };
    expect(await end(run('run-1'))).toBe(0);
    expect(shared()).toEqual([DEV]);
    await end(run('run-2'));
    expect(shared()).toEqual([]);
  });

  it('is shared with nobody where the target is in the same account', async () => {
    const here = run('run-1', PROD.account);
    await share(here);
    expect(shared()).toEqual([]);
    expect(await end(here)).toBe(0);
  });

  it('is none of the clean-up of a run that came to no capture', async () => {
    expect(await end(run('run-9'))).toBe(0);
  });
});
