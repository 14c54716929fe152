import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import type { PlannedMove } from '../../../../core/base/run/origin.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { SNAPSHOT_TYPES } from '../../execute/movers/snapshot-types.ts';
import { object, PlannedWorld, wide } from '../planned-world.ts';
import { OUTSIDE } from './sources.data.ts';

const DRIVER = 'san.example.com';

const storageClass = (name: string, fields: object = {}) =>
  wide('storage.k8s.io/v1', 'StorageClass', name, { provisioner: DRIVER, reclaimPolicy: 'Delete', ...fields });
const snapshotClass = (name: string, fields: object = {}) =>
  wide('snapshot.storage.k8s.io/v1', 'VolumeSnapshotClass', name, {
    driver: DRIVER,
    deletionPolicy: 'Delete',
    ...fields,
  });
const SAN = storageClass('san', { parameters: { pool: 'fast' } });
const SNAP = snapshotClass('snap');

/** A claim of 20 GiB in use on a driver that is none of AWS. */
function world(more: readonly KubeObject[], modes = ['ReadWriteOnce']): PlannedWorld {
  const spec = { accessModes: modes, storageClassName: 'san', volumeMode: 'Filesystem', volumeName: 'pv-files' };
  return new PlannedWorld([
    ...SNAPSHOT_TYPES,
    wide('v1', 'PersistentVolume', 'pv-files', {
      spec: {
        ...spec,
        capacity: { storage: '20Gi' },
        claimRef: { namespace: 'shop', name: 'files' },
        csi: { driver: DRIVER, volumeHandle: 'lun-7' },
      },
    }),
    object('v1', 'PersistentVolumeClaim', 'files', { spec, status: { capacity: { storage: '20Gi' } } }),
    object('v1', 'Pod', 'files-0', {
      spec: { nodeName: 'rack-1', volumes: [{ name: 'f', persistentVolumeClaim: { claimName: 'files' } }] },
      status: { phase: 'Running' },
    }),
    ...more,
  ]);
}

async function planned(shop: PlannedWorld, mover: true | 'snapshot' | 'claim' = true, asked: RequestInput = {}) {
  const request: RequestInput = { ...asked, volumes: { origins: { 'shop/files': { mover } } } };
  const run = await shop.start(request, { source: OUTSIDE } as unknown as Partial<Clone['route']>);
  return {
    blockers: blockersOf(run.planned).map(({ sentence }) => sentence),
    sentences: run.planned.findings.map(({ severity, sentence }) => `${severity}: ${sentence}`),
    move: run.planned.volumes.find(({ claim }) => claim === 'shop/files')?.origin as PlannedMove | undefined,
  };
}

// Promise: mover-reads-snapshots
it('plans to read a claim of a snapshot where the driver has a class for them, and says so', async () => {
  const { blockers, move, sentences } = await planned(world([SAN, SNAP]));
  expect(blockers).toEqual([]);
  expect(move?.snapshot).toEqual({ class: 'snap', storageClass: 'san', size: '20Gi' });
  expect(sentences).toContainEqual(
    expect.stringMatching(
      /^info: Claim shop\/files is copied by a Job .* reads a claim of 20Gi and StorageClass "san", made of a snapshot by VolumeSnapshotClass "snap" .*its Secret, its claim and its snapshot are removed again\./,
    ),
  );
  expect(sentences).toContainEqual(expect.stringMatching(/^info: Claim shop\/files .* as after a power cut/));
  expect(sentences.join()).not.toContain('file by file');
});

it('brings ext4, whatever the file system of the source was', async () => {
  const shop = world([SAN, SNAP]);
  const ref = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-files' };
  const csi = { driver: DRIVER, volumeHandle: 'lun-7', fsType: 'xfs' };
  await shop.source.merge(ref, { spec: { csi } }, { manager: 'somebody' });
  const asked: RequestInput = {
    volumes: {
      origins: { 'shop/files': { mover: true } },
      claims: { 'shop/data': 'skip' },
      sizes: { 'shop/files': 50 },
    },
  };
  const run = await shop.start(asked, { source: OUTSIDE } as unknown as Partial<Clone['route']>);
  expect(run.planned.findings.map(({ sentence }) => sentence)).toContainEqual(
    expect.stringMatching(/grows from 20 to 50 GiB: its file system is made as large/),
  );
  expect(run.planned.findings.map(({ sentence }) => sentence).join()).not.toContain('XFS');
  await run.capture();
  const volume = (await run.translate()).find(({ kind }) => kind === 'PersistentVolume');
  expect(volume?.spec).toMatchObject({ csi: { fsType: 'ext4' }, capacity: { storage: '50Gi' } });
});

it('keeps nothing of what it has tried', async () => {
  const shop = world([SAN, SNAP]);
  const there = async () =>
    Promise.all([
      shop.source.names({ apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', namespace: 'shop' }),
      shop.source.names({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop' }),
    ]).then((all) => all.map((names) => [...names.keys()]));
  const before = await there();
  await planned(shop);
  expect(await there()).toEqual(before);
});

it('takes the default of several classes, and of StorageClasses one whose volumes go with their claims', async () => {
  const DEFAULT = snapshotClass('b');
  DEFAULT.metadata.annotations = { 'snapshot.storage.kubernetes.io/is-default-class': 'true' };
  const kept = storageClass('san', { parameters: { pool: 'fast' }, reclaimPolicy: 'Retain' });
  const other = storageClass('slow', { parameters: { pool: 'slow' } });
  const same = storageClass('temporary', { parameters: { pool: 'fast' } });
  const { move } = await planned(world([kept, other, same, snapshotClass('a'), DEFAULT]));
  expect(move?.snapshot).toMatchObject({ class: 'b', storageClass: 'temporary' });
});

const WITHOUT: [string, readonly KubeObject[], RegExp][] = [
  ['no class', [SAN], /no VolumeSnapshotClass for driver "san\.example\.com"/],
  ['a class of another driver', [SAN, snapshotClass('x', { driver: 'other' })], /no VolumeSnapshotClass for driver/],
  [
    'a class that keeps its snapshots',
    [SAN, snapshotClass('keeps', { deletionPolicy: 'Retain' })],
    /VolumeSnapshotClass "keeps" would keep its snapshot/,
  ],
  [
    'a StorageClass that keeps its volumes',
    [storageClass('san', { reclaimPolicy: 'Retain' }), SNAP],
    /no StorageClass like "san" whose volumes go with their claims/,
  ],
];

describe.each(WITHOUT)('a source with %s', (_, objects, reason) => {
  it('has the claim itself read, with a warning and the reason', async () => {
    const { blockers, move, sentences } = await planned(world(objects));
    expect(blockers).toEqual([]);
    expect(move?.snapshot).toBeUndefined();
    expect(move?.because).toMatch(reason);
    expect(sentences.find((each) => each.includes('is copied by a Job'))).toMatch(reason);
    expect(sentences).toContainEqual(expect.stringMatching(/^warning: Claim shop\/files is read file by file/));
  });

  it('blocks a plan that is to have a snapshot', async () => {
    const { blockers } = await planned(world(objects), 'snapshot');
    expect(blockers).toEqual([expect.stringMatching(reason)]);
    expect(blockers[0]).toContain('set it to true or "claim"');
  });
});

it('reads the claim itself, with what lets runs make snapshots, where nothing lets them yet', async () => {
  const shop = world([SAN, SNAP]);
  const create = shop.source.create.bind(shop.source);
  shop.source.create = async (made, options) => {
    if (made.kind === 'VolumeSnapshot')
      throw new KubeferryError('AccessDenied', 'create volumesnapshots is forbidden.');
    return create(made, options);
  };
  const { move } = await planned(shop);
  expect(move?.snapshot).toBeUndefined();
  expect(move?.because).toContain('create volumesnapshots is forbidden; npm run -s kubeferry -- rbac --mover shop');
});

it('has a workload stand still for a snapshot alone, where nothing else of it is read', async () => {
  const shop = world([SAN, SNAP]);
  await shop.source.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' });
  const quiesce = { scaleToZero: true };
  const { move, sentences } = await planned(shop, true, { quiesce });
  expect(move?.snapshot?.class).toBe('snap');
  expect(sentences.join()).toContain('stands still until the snapshots of all such claims are taken.');
  const beside = await planned(world([SAN, SNAP]), true, { quiesce });
  expect(beside.sentences.join()).toContain('stands still until all of it is copied.');
});

it('needs no snapshot of a workload that stands still to the end, unless one is asked for', async () => {
  const still: RequestInput = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
  expect((await planned(world([SAN, SNAP]), true, still)).move).toMatchObject({
    because: 'the workload stands still meanwhile',
  });
  expect((await planned(world([SAN, SNAP]), 'snapshot', still)).move?.snapshot?.class).toBe('snap');
  expect((await planned(world([SAN, SNAP]), 'claim')).move?.because).toBe('the request says so');
});

it('reads by a snapshot what one pod alone may mount', async () => {
  const { blockers, move } = await planned(world([SAN, SNAP], ['ReadWriteOncePod']));
  expect(blockers).toEqual([]);
  expect(move?.snapshot?.class).toBe('snap');
});
