/** EC2 that shows nothing fresh at first, as its developer guide says of eventual consistency. */
import { beforeEach, describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readLines } from '../../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { awaitSnapshot } from '../../../../core/execute/volumes/await-snapshot.ts';
import { copySnapshot } from '../../../../core/execute/volumes/copy-snapshot.ts';
import { createVolume } from '../../../../core/execute/volumes/create-volume.ts';
import { verifyVolume } from '../../../../core/execute/volumes/verify-volume.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addInstance, addVolume, type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const place = { account: '222233334444', region: 'us-east-1' };
const kmsKeyArn = 'arn:aws:kms:us-east-1:222233334444:key/k';
const clone = { cloneId: 'run', route: { source: place, target: place } } as Clone;
const attempt = (retries: number) => ({ retries, since: '2026-11-22T10:00:00Z' });
let world: EbsWorld;
let store: ObjectStore;
let planned: PlannedVolume[];

beforeEach(() => {
  world = ebsWorld(leapingClock(), 0);
  world.keys.set(kmsKeyArn, { ...place, arn: kmsKeyArn, enabled: true, customerManaged: true });
  store = memoryObjectStore();
  const make = () => addVolume(world, place, 'us-east-1a', 1);
  const [root, db, files, loose] = [make(), make(), make(), make()];
  addInstance(world, place, root, [db, files]);
  planned = [db, files, loose].map(
    ({ volume: { id } }, at) =>
      ({ ...item(`shop/${at}`, id), origin: undefined, sourceVolumeId: id, reason: '' }) as never,
  );
});

const item = (claim: string, volumeId: string, snapshotId = ''): VolumeItem => ({
  claim,
  origin: { kind: 'volume', volumeId, snapshotId },
  strategy: 'share-and-copy',
  sizeGiB: 1,
  zone: 'us-east-1a',
  volumeType: 'gp3',
  kmsKeyArn,
  tags: { owner: 'run' },
});

const notShown = (id: string) => new KubeferryError('NotFound', `${id} does not exist.`);
type Call = (...inputs: never[]) => Promise<unknown>;

/** `late` calls miss what is there; the answers of `lost` calls never arrive. */
function ec2({ late = [], lost = [] }: { late?: (keyof VolumeStorage)[]; lost?: (keyof VolumeStorage)[] }) {
  const storage = memoryVolumeStorage(world, place);
  return new Proxy(storage, {
    get: (target, name: keyof VolumeStorage) => {
      const method = target[name] as Call | undefined;
      return (
        method &&
        (async (...inputs: never[]) => {
          if (late.includes(name)) {
            if (name.startsWith('find')) return [];
            throw notShown(String(inputs[0]));
          }
          const answer = await method(...inputs);
          if (lost.includes(name)) throw new KubeferryError('Unavailable', 'The connection broke.');
          return answer;
        })
      );
    },
  });
}

const LISTS = ['findSnapshots', 'findVolumes'] as const;

describe('the snapshots of the source', () => {
  // Promise: late-looks-undo-nothing
  it('are not made again because their lists come late', async () => {
    await snapshotVolumes(ec2({ late: [...LISTS] }), store, 'run', planned, attempt(0));
    await snapshotVolumes(ec2({ late: [...LISTS] }), store, 'run', planned, attempt(1));
    expect(world.snapshots.size).toBe(3);
  });

  it('are looked for again when they cannot be tagged yet, and are tagged then', async () => {
    const early = snapshotVolumes(ec2({ late: ['tagSnapshot', ...LISTS] }), store, 'run', planned, attempt(0));
    await expect(early).rejects.toMatchObject({ name: 'NotYet' });
    await snapshotVolumes(ec2({ late: [...LISTS] }), store, 'run', planned, attempt(1));
    const items = await readLines<VolumeItem>(store, keysOf('run').volumes, 'test');
    const claims = items.map(({ origin }) => world.snapshots.get(origin.snapshotId)?.snapshot.tags);
    expect(claims.map((tags) => tags?.['kubeferry:claim'])).toEqual(['shop/0', 'shop/1', 'shop/2']);
    expect(world.snapshots.size).toBe(3);
  });

  it.each([
    ['of one node', 'createSnapshots'],
    ['of a single volume', 'createSnapshot'],
  ] as const)('%s are waited for when their answer was lost, and not asked for twice', async (_, call) => {
    const run = (given: Parameters<typeof ec2>[0], retries: number) =>
      snapshotVolumes(ec2(given), store, 'run', planned, attempt(retries));
    await expect(run({ lost: [call] }, 0)).rejects.toMatchObject({ name: 'Unavailable' });
    for (const retries of [1, 2])
      await expect(run({ late: [...LISTS] }, retries)).rejects.toMatchObject({
        name: 'NotYet',
        message: expect.stringContaining('2026-11-22T10:00:00Z'),
      });
    await run({}, 3);
    expect(world.snapshots.size).toBe(3);
  });

  it('are asked for again when nothing has come of a lost answer for a minute', async () => {
    const dead = { ...ec2({}), ...memoryVolumeStorage(world, place), createSnapshots: async () => unavailable() };
    await expect(snapshotVolumes(dead, store, 'run', planned, attempt(0))).rejects.toMatchObject({
      name: 'Unavailable',
    });
    await snapshotVolumes(ec2({}), store, 'run', planned, attempt(7));
    expect(world.snapshots.size).toBe(3);
  });

  it('are asked for again at once when EC2 refused them', async () => {
    const throttled = async () => Promise.reject(new KubeferryError('Throttled', 'slower'));
    const storage = { ...memoryVolumeStorage(world, place), createSnapshots: throttled };
    await expect(snapshotVolumes(storage, store, 'run', planned, attempt(0))).rejects.toMatchObject({
      name: 'Throttled',
    });
    await snapshotVolumes(ec2({}), store, 'run', planned, attempt(1));
    expect(world.snapshots.size).toBe(3);
  });
});

const unavailable = () => Promise.reject(new KubeferryError('Unavailable', 'The connection broke.'));

describe('the copy of a snapshot', () => {
  const shared = async () => {
    const storage = memoryVolumeStorage(world, place);
    const { id } = await storage.createSnapshot(planned[0]!.sourceVolumeId, {}, '');
    return item('shop/0', planned[0]!.sourceVolumeId, id);
  };
  const copy = (volume: VolumeItem, given: Parameters<typeof ec2>[0], retries: number) =>
    copySnapshot(ec2(given), store, clone, volume, attempt(retries));

  it('waits for a share that the target does not see yet', async () => {
    const volume = await shared();
    await expect(copy(volume, { late: ['copySnapshot'] }, 0)).rejects.toMatchObject({ name: 'NotYet' });
    await expect(copy(volume, { late: ['copySnapshot'] }, 10)).rejects.toMatchObject({ name: 'NotFound' });
    await copy(volume, {}, 1);
    expect(world.snapshots.size).toBe(2);
  });

  it('is one, whether its answer is lost or its tags come late', async () => {
    const volume = await shared();
    await expect(copy(volume, { lost: ['copySnapshot'] }, 0)).rejects.toMatchObject({ name: 'Unavailable' });
    await expect(copy(volume, { late: [...LISTS] }, 1)).rejects.toMatchObject({ name: 'NotYet' });
    const found = await copy(volume, {}, 2);
    expect(await copy(volume, { late: [...LISTS] }, 3)).toEqual(found);
    expect(world.snapshots.size).toBe(2);
  });
});

describe('a snapshot or volume that was just made', () => {
  const made = async () => {
    const { id } = await memoryVolumeStorage(world, place).createSnapshot(planned[0]!.sourceVolumeId, {}, '');
    return { snapshotId: id, volume: item('shop/0', planned[0]!.sourceVolumeId, id) };
  };

  it('is waited for by who awaits the snapshot, creates a volume of it, and verifies that', async () => {
    const { snapshotId, volume } = await made();
    const late = ec2({ late: ['describeSnapshot', 'createVolume', 'describeVolumes'] });
    const looks = (storage: VolumeStorage, retries: number, volumeId: string) => [
      awaitSnapshot(storage, snapshotId, 'shop/0', async () => {}, attempt(retries)),
      createVolume(storage, store, clone, volume, snapshotId, attempt(retries)),
      verifyVolume(storage, store, clone, volume, { snapshotId, volumeId }, attempt(retries)),
    ];
    for (const look of looks(late, 0, 'vol-1')) await expect(look).rejects.toMatchObject({ name: 'NotYet' });
    const [snapshot, created, verified] = looks(late, 10, 'vol-1');
    await expect(snapshot).rejects.toMatchObject({ name: 'NotFound', message: expect.stringContaining(snapshotId) });
    await expect(created).rejects.toMatchObject({ name: 'NotFound', message: expect.stringContaining('since 2026-') });
    await expect(verified).rejects.toMatchObject({ name: 'VolumeFailed', message: expect.stringContaining(kmsKeyArn) });
  });

  it('may have its tags later, and is wrong at once when they are others', async () => {
    const { snapshotId, volume } = await made();
    const { volumeId } = await createVolume(ec2({}), store, clone, volume, snapshotId, attempt(0));
    const { volume: there } = world.volumes.get(volumeId)!;
    const verify = (retries: number) =>
      verifyVolume(ec2({}), store, clone, volume, { snapshotId, volumeId }, attempt(retries));
    there.tags = {};
    await expect(verify(0)).rejects.toMatchObject({ name: 'NotYet' });
    await expect(verify(10)).rejects.toMatchObject({ name: 'VerificationFailed' });
    there.tags = { owner: 'somebody' };
    await expect(verify(0)).rejects.toMatchObject({ name: 'VerificationFailed' });
    there.tags = { owner: 'run' };
    await expect(verify(1)).resolves.toEqual({ volumeId });
  });
});
