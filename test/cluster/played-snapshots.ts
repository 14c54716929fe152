import type { ClusterApi } from '../../kube/cluster-api.ts';

export const DRIVER = 'san.example.com';
export const API = { VolumeSnapshot: 'snapshot.storage.k8s.io/v1', PersistentVolumeClaim: 'v1', Job: 'batch/v1' };

/** What an administrator has made for snapshots by the driver. */
export const CLASSES = [
  {
    apiVersion: API.VolumeSnapshot,
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'snap' },
    driver: DRIVER,
    deletionPolicy: 'Delete',
  },
  { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'san' }, provisioner: DRIVER },
];

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
