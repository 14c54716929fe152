import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { rollBackVolumes } from '../../../../core/execute/undo/roll-back-volumes.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { refOf } from '../../../../kube/kube-object.ts';
import {
  CLAIM,
  CLONE,
  type Cloned,
  cloneInShop,
  inShop,
  object,
  SHOP,
  SOMEBODY,
  VOLUME,
  WEB,
} from './clone-in-shop.ts';

let runId: string;
let cluster: ClusterApi;
let store: ObjectStore;
let rollBack: Cloned['rollBack'];
let there: Cloned['there'];

beforeEach(async () => {
  ({ runId, cluster, store, rollBack, there } = await cloneInShop());
});

describe('a claim that the run made', () => {
  const mounting = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'db' } }] };
  const pod = inShop('v1', 'Pod', 'shell', { spec: mounting });
  const cron = inShop('batch/v1', 'CronJob', 'dump', {
    spec: { jobTemplate: { spec: { template: { spec: mounting } } } },
  });
  const LISTING = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'db' };

  /** As the API server does: the claim goes when nothing mounts it. */
  const protect = () =>
    cluster.merge(LISTING, { metadata: { finalizers: ['kubernetes.io/pvc-protection'] } }, SOMEBODY);

  // Promise: containers-of-others-stay
  it.each([
    ['a pod', pod],
    ['a workload that has no pod right now', cron],
  ])('stays while %s of others mounts it, with its volumes, and all else goes', async (_, user) => {
    await protect();
    await cluster.create(user, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 3 });
    expect(await there([...CLONE, user])).toEqual(['shop', 'pv-db', 'db', user.metadata.name]);
    const found = await cluster.get(LISTING);
    expect(found?.metadata.deletionTimestamp).toBeUndefined();
    expect((await allKept(store, runId)).toSorted((a, b) => (a.at < b.at ? -1 : 1))).toEqual([
      { at: 'v1 Namespace shop', why: expect.stringContaining(`${user.kind} shop/${user.metadata.name}`) },
      {
        at: 'v1 PersistentVolume pv-db',
        why: 'claim shop/db of the run is bound to it, and others use that',
        volumeId: 'vol-0a',
      },
      {
        at: 'v1 PersistentVolumeClaim shop/db',
        why: `others mount it: ${user.apiVersion} ${user.kind} shop/${user.metadata.name}`,
      },
    ]);
  });

  it('goes with a pod that has ended, and with what controllers have made of the own workload', async () => {
    await cluster.create({ ...pod, status: { phase: 'Succeeded' } }, SOMEBODY);
    const uid = (await cluster.get(refOf(WEB)))?.metadata.uid;
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid };
    const own = inShop('v1', 'Pod', 'web-1-a', { spec: mounting });
    await cluster.create({ ...own, metadata: { ...own.metadata, ownerReferences: [owner as never] } }, SOMEBODY);
    await rollBack();
    expect(await there([CLAIM, VOLUME])).toEqual([]);
  });

  it('goes with what an operator made of the own object, though that object and its first child are gone', async () => {
    const gone = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'red', uid: 'uid-that-is-gone' };
    const own = inShop('v1', 'Pod', 'red-0', { spec: mounting });
    await cluster.create({ ...own, metadata: { ...own.metadata, ownerReferences: [gone] } }, SOMEBODY);
    await rollBack();
    expect(await there([CLAIM, VOLUME])).toEqual([]);
  });
});

describe('a volume that the run made', () => {
  // Promise: containers-of-others-stay
  it('stays while a claim of others is bound to it, and so does its EBS volume', async () => {
    await cluster.create(object('v1', 'Namespace', 'other'), SOMEBODY);
    const theirs = object('v1', 'PersistentVolumeClaim', 'theirs', { spec: { volumeName: 'pv-db' } }, 'other');
    const { uid } = (await cluster.create(theirs, SOMEBODY))!.metadata;
    await cluster.merge(refOf(VOLUME), { spec: { claimRef: { namespace: 'other', name: 'theirs', uid } } }, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([VOLUME, theirs, SHOP])).toEqual(['pv-db', 'theirs']);
    expect(await allKept(store, runId)).toMatchObject([
      { at: 'v1 PersistentVolume pv-db', volumeId: 'vol-0a', why: 'claim other/theirs of others is bound to it' },
    ]);
  });

  it('keeps its managed disk where somebody has made one of their own on it, with its id in other letters', async () => {
    const disk = '/subscriptions/s/resourceGroups/MC_dev/providers/Microsoft.Compute/disks/kubeferry-1';
    const other = '/subscriptions/s/resourcegroups/mc_dev/providers/microsoft.compute/disks/kubeferry-1';
    await writeRecord(store, keysOf(runId).volume('shop/db'), { claim: 'shop/db', volumeId: disk });
    await cluster.create(
      object('v1', 'PersistentVolume', 'theirs', {
        spec: { csi: { driver: 'disk.csi.azure.com', volumeHandle: other } },
      }),
      SOMEBODY,
    );
    await cluster.create(
      object('v1', 'PersistentVolume', 'old', {
        spec: { azureDisk: { diskName: 'd', diskURI: other, kind: 'Managed' } },
      }),
      SOMEBODY,
    );
    await rollBack();
    const tags = { 'kubeferry:made-by': 'kubeferry', 'kubeferry:clone-id': runId };
    expect((await allKept(store, runId)).map(({ at }) => at)).toEqual([
      'v1 PersistentVolume old',
      'v1 PersistentVolume theirs',
    ]);
    const volume = { id: disk, state: 'available', tags } as never;
    const deleted: string[] = [];
    const storage = {
      findVolumes: async () => [volume],
      presentVolumes: async () => [],
      deleteVolume: async (id: string) => void deleted.push(id),
    } as unknown as VolumeStorage;
    await rollBackVolumes(storage, store, runId);
    expect(deleted).toEqual([]);
  });

  it('keeps its EBS volume where somebody has made a PersistentVolume of their own on it', async () => {
    await writeRecord(store, keysOf(runId).volume('shop/db'), { claim: 'shop/db', volumeId: 'vol-0a' });
    const theirs = { ...VOLUME, metadata: { name: 'theirs' } };
    await cluster.create(theirs, SOMEBODY);
    await rollBack();
    expect(await there([VOLUME, theirs])).toEqual(['theirs']);
    expect(await allKept(store, runId)).toMatchObject([{ at: 'v1 PersistentVolume theirs', volumeId: 'vol-0a' }]);
  });
});
