import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { requireTaker } from '../../../../core/execute/handing/hand-volumes-back.ts';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { HandingWorld, RUN, VOLUME } from './world.ts';

const PV = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-db' };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-db-0' };
const BY = { manager: 'kubectl' };

describe('what stands in the way of a roll-back', () => {
  it('is said by name where the claim of the source is gone, and the volume stays', async () => {
    const world = await HandingWorld.open();
    await world.run();
    await world.clusters.source.delete(CLAIM);
    await world.settle();
    await world.rollBack();
    expect(world.broken).toEqual([]);
    expect((await world.look('source')).volume?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain' });
    expect(await allKept(world.records, RUN)).toEqual([
      {
        at: 'PersistentVolume pv-db',
        why: 'claim shop/data-db-0 of the source was deleted meanwhile, so that it stays with the policy Retain; bind another claim to it',
        volumeId: VOLUME,
      },
    ]);
  });

  it('is said of each volume, whichever attempt came to it', async () => {
    const world = await HandingWorld.open();
    await world.run();
    const earlier = {
      claim: 'shop/a',
      volumeId: 'vol-0a',
      volume: { name: 'pv-a' },
      backAt: 'then',
      kept: 'it was lost',
    };
    await world.records.put(keysOf(RUN).handedOver('shop/a'), JSON.stringify(earlier));
    await world.rollBack();
    expect(await allKept(world.records, RUN)).toEqual([
      { at: 'PersistentVolume pv-a', why: 'it was lost', volumeId: 'vol-0a' },
    ]);
  });

  it('is said with the way out where the PersistentVolume of the source is gone, and that way leads to the end', async () => {
    const world = await HandingWorld.open();
    const { uid } = (await world.clusters.source.get(CLAIM))!.metadata;
    await world.run();
    await world.clusters.source.merge(PV, { metadata: { finalizers: null } }, BY);
    await world.clusters.source.delete(PV);
    const inTarget = await world.look('target');
    await expect(world.rollBack()).rejects.toThrow(
      'Nothing was undone: the target has volumes of the source, which cannot take them back. Claim shop/data-db-0 of the source cannot have volume vol-0db back: PersistentVolume pv-db was deleted at the source. Way out: make a PersistentVolume of that name and volume, whose claimRef has the uid of the claim, and roll back again.',
    );
    expect(await world.look('target')).toEqual(inTarget);
    const csi = { driver: 'ebs.csi.aws.com', volumeHandle: VOLUME };
    const spec = { csi, claimRef: { namespace: 'shop', name: 'data-db-0', uid } };
    await world.clusters.source.create(
      { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv-db' }, spec },
      BY,
    );
    await world.rollBack();
    expect(await world.look('source')).toMatchObject({
      claim: { phase: 'Bound' },
      replicas: 1,
      instances: ['i-source'],
    });
  });

  it('is said where the cluster of the source is gone, and the target keeps what it has', async () => {
    const world = await HandingWorld.open();
    await world.run();
    const gone = async () => {
      throw new KubeferryError('NotFound', 'There is no EKS cluster "prod".');
    };
    const asked = () => requireTaker(gone, world.records, RUN);
    await expect(asked()).rejects.toMatchObject({ name: 'RollBackIncomplete' });
    await expect(asked()).rejects.toThrow(/There is no EKS cluster "prod"\. To remove the clone for good, delete/);
    const busy = async () => {
      throw new KubeferryError('Throttled', 'Slow down.');
    };
    await expect(requireTaker(busy, world.records, RUN)).rejects.toMatchObject({ name: 'Throttled' });
    await world.rollBack();
    await expect(asked()).resolves.toBeUndefined();
  });

  it('is waited for while the target has a PersistentVolume on it, and the source stays at zero', async () => {
    const world = await HandingWorld.open();
    await world.run();
    await expect(world.handBack()).rejects.toThrow('of the target is on volume vol-0db');
    expect(await world.look('source')).toMatchObject({ claim: { phase: 'Lost' }, replicas: 0 });
  });
});
