import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import type { MoverRecord } from '../../../../core/execute/movers/mover-record.ts';
import { moverName } from '../../../../core/plan/movers/mover-objects.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { CLAIM, condition, container, RUN, SourceInMemory } from './source-in-memory.ts';

const NAME = moverName({ cloneId: RUN, claim: CLAIM });
const NOT_YET = { name: 'NotYet' };
const READY = { readyToUse: true, creationTime: '2026-11-30T10:01:00Z', restoreSize: '12Gi' };

function taking(objects: KubeObject[] = []): SourceInMemory {
  const source = new SourceInMemory(objects);
  source.takesSnapshots = true;
  return source;
}

const lastWait = (source: SourceInMemory) => source.move().catch((error: Error) => error.message);

// Promise: mover-reads-snapshots
it('takes a snapshot of the claim, makes a claim of it once it is ready, and has its Job read that', async () => {
  const source = taking();
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  expect(await lastWait(source)).toContain('its snapshot is being taken');
  const { spec: wanted, metadata } = await source.only('VolumeSnapshot');
  expect(wanted).toEqual({ volumeSnapshotClassName: 'csi', source: { persistentVolumeClaimName: 'media' } });
  expect(await source.list('PersistentVolumeClaim')).toEqual([]);

  await source.snapshotIs(READY);
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  const claim = await source.only('PersistentVolumeClaim');
  expect(claim.spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    volumeMode: 'Filesystem',
    storageClassName: 'san',
    // As much as the driver needs for the snapshot, where that is more than the claim had.
    resources: { requests: { storage: '12Gi' } },
    dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: NAME },
  });
  const job = await source.only('Job');
  for (const each of [claim.metadata, metadata])
    expect(each.ownerReferences).toEqual([{ apiVersion: 'batch/v1', kind: 'Job', name: NAME, uid: job.metadata.uid }]);
  expect(JSON.stringify(job.spec)).toContain(`"persistentVolumeClaim":{"claimName":"${NAME}","readOnly":true}`);

  await source.pod(container({ running: {} }));
  await source.shows(condition('Complete'));
  expect(await source.move()).toEqual({ moved: 1 });
  // What the clone has is of the moment of the snapshot, and not of its reading.
  const record = await findRecord<MoverRecord>(source.store, keysOf(RUN).mover(CLAIM));
  expect(record?.moved).toMatchObject({ takenAt: READY.creationTime });
  await source.remove();
  expect(await source.left()).toEqual([]);
});

it('has snapshots of all claims taken at once, the source work again then, and four copied at a time', async () => {
  const source = taking();
  const claims = Array.from({ length: 6 }, (_, at) => `shop/data-${at}`);
  await expect(source.move(claims)).rejects.toMatchObject(NOT_YET);
  const snapshots = await source.list('VolumeSnapshot');
  expect(snapshots).toHaveLength(6);
  const [last = '', ...others] = snapshots;
  // Cut, though not usable yet.
  for (const name of others) await source.snapshotIs({ readyToUse: false, creationTime: READY.creationTime }, name);
  await expect(source.move(claims)).rejects.toMatchObject(NOT_YET);
  expect(source.cameBack).toBe(0);
  await source.snapshotIs({ readyToUse: false, creationTime: READY.creationTime }, last);
  await expect(source.move(claims)).rejects.toMatchObject(NOT_YET);
  expect(source.cameBack).toBe(1);
  expect(await source.list('PersistentVolumeClaim')).toEqual([]);
  for (const name of snapshots) await source.snapshotIs(READY, name);
  await expect(source.move(claims)).rejects.toMatchObject(NOT_YET);
  expect(await source.list('PersistentVolumeClaim')).toHaveLength(4);
});

it('has a Job wait without a pod until what it reads is there', async () => {
  const source = taking();
  await source.move().catch(() => {});
  expect((await source.only('Job')).spec).toMatchObject({ suspend: true });
  await source.snapshotIs(READY);
  await source.move().catch(() => {});
  expect(await source.list('PersistentVolumeClaim')).toHaveLength(1);
  expect((await source.only('Job')).spec).toMatchObject({ suspend: false });
});

it('is not bound to the node that has the claim itself mounted, and goes there if it can', async () => {
  const spec = { nodeName: 'rack-7', volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'media' } }] };
  const source = taking([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'media-0', namespace: 'shop' }, spec }]);
  await source.move().catch(() => {});
  const { spec: made } = await source.only('Job');
  expect(JSON.stringify(made)).toMatch(/"preferredDuring[^}]*"rack-7"/);
  expect(JSON.stringify(made)).not.toContain('requiredDuring');
});

it('says why the driver takes no snapshot, and gives up when it does not succeed', async () => {
  const source = taking();
  await source.move().catch(() => {});
  await source.snapshotIs({ readyToUse: false, error: { message: 'the pool is full' } });
  expect(await lastWait(source)).toContain('its snapshot is being taken: the pool is full');
  source.minutes = 11;
  await expect(source.move()).rejects.toMatchObject({
    name: 'MoverFailed',
    message: expect.stringContaining(
      'no snapshot of it was taken within 10 minutes: the pool is full. Where its driver takes none, set',
    ),
  });
  await source.remove();
  expect(await source.left()).toEqual([]);
});

it('waits for a snapshot that takes its time, and half an hour for the pod that gets the volume of it', async () => {
  const source = taking();
  await source.move().catch(() => {});
  source.minutes = 100;
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  await source.snapshotIs(READY);
  await source.move().catch(() => {});
  source.minutes = 125;
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  source.minutes = 131;
  await expect(source.move()).rejects.toMatchObject({
    message: expect.stringContaining('no pod of it has started within 30 minutes'),
  });
});

it.each([
  ['VolumeSnapshot', 'snapshot.storage.k8s.io/v1'],
  ['PersistentVolumeClaim', 'v1'],
] as const)('leaves a %s of its name alone that others have made', async (kind, apiVersion) => {
  const source = taking([{ apiVersion, kind, metadata: { name: NAME, namespace: 'shop' } }]);
  if (kind === 'PersistentVolumeClaim') {
    await source.move().catch(() => {});
    await source.snapshotIs(READY);
  }
  await expect(source.move()).rejects.toMatchObject({
    name: 'MoverFailed',
    message: expect.stringContaining(`there is a ${kind} shop/${NAME} already`),
  });
  await source.remove();
  expect(await source.left()).toEqual([NAME]);
});

it('copies nothing out of a snapshot that somebody has put in the place of its own', async () => {
  const source = taking();
  await source.move().catch(() => {});
  await source.snapshotIs({ readyToUse: false, creationTime: READY.creationTime });
  await source.move().catch(() => {});
  const ref = { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', namespace: 'shop', name: NAME };
  await source.cluster.delete(ref);
  const { apiVersion, kind } = ref;
  await source.cluster.create(
    { apiVersion, kind, metadata: { name: NAME, namespace: 'shop' } },
    { manager: 'kubectl' },
  );
  await source.snapshotIs(READY);
  await expect(source.move()).rejects.toMatchObject({
    name: 'MoverFailed',
    message: expect.stringContaining(`there is a VolumeSnapshot shop/${NAME} already`),
  });
  expect(await source.list('PersistentVolumeClaim')).toEqual([]);
  await source.remove();
  expect(await source.left()).toEqual([NAME]);
});

// Promise: mover-leaves-nothing
it('is not told to have left the source while a claim or a snapshot of a Job is there', async () => {
  const source = taking();
  await source.move().catch(() => {});
  await source.snapshotIs(READY);
  await source.move().catch(() => {});
  const collect = source.collectGarbage;
  let left: string[] = [];
  source.collectGarbage = async () => {
    left = [...(await source.list('VolumeSnapshot')), ...(await source.list('PersistentVolumeClaim'))];
    await collect.call(source);
  };
  await source.remove();
  expect(left).toEqual([NAME, NAME]);
});
