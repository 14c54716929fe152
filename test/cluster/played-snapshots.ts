import { setTimeout as wait } from 'node:timers/promises';
import { KubeferryError } from '../../core/base/errors.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { SNAPSHOT_TYPES } from '../core/execute/movers/snapshot-types.ts';

export const DRIVER = 'san.example.com';
export const API = { VolumeSnapshot: 'snapshot.storage.k8s.io/v1', PersistentVolumeClaim: 'v1', Job: 'batch/v1' };

const CLASSES = [
  {
    apiVersion: API.VolumeSnapshot,
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'snap' },
    driver: DRIVER,
    deletionPolicy: 'Delete',
  },
  { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'san' }, provisioner: DRIVER },
];

/** What an administrator has made for snapshots by the driver: their kinds, which a server serves a moment later, and the classes. */
export async function serveSnapshots(api: ClusterApi): Promise<void> {
  const BY_ADMIN = { manager: 'administrator', force: true };
  for (const type of SNAPSHOT_TYPES) await api.apply(type, BY_ADMIN);
  for (const object of CLASSES)
    for (let tries = 0; ; tries += 1)
      try {
        await api.apply(object, BY_ADMIN);
        break;
      } catch (error) {
        if (!(error instanceof KubeferryError) || error.name !== 'NotFound' || tries === 100) throw error;
        await wait(100);
      }
}

/** Names of what movers have made in namespace `shop`. */
export async function madeInShop(api: ClusterApi, kind: keyof typeof API): Promise<string[]> {
  const names = await api.names({ apiVersion: API[kind], kind, namespace: 'shop' });
  return [...names.keys()].filter((name) => name.startsWith('kubeferry-mover-'));
}

/** Plays the snapshot controller and a driver. */
export async function takeSnapshots(api: ClusterApi): Promise<void> {
  const status = { readyToUse: true, creationTime: '2026-11-30T10:00:00Z', restoreSize: '12Gi' };
  for (const name of await madeInShop(api, 'VolumeSnapshot')) {
    const ref = { apiVersion: API.VolumeSnapshot, kind: 'VolumeSnapshot', namespace: 'shop', name };
    if (await api.get(ref)) await api.merge(ref, { status }, { manager: 'snapshots', subresource: 'status' });
  }
}
