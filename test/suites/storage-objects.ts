import type { KubeObject } from '../../kube/kube-object.ts';

export const claim = (name: string, storageClassName: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '3Gi' } }, ...more },
});

/** A PV as a clone makes it, waiting for its claim. */
export const volume = (name: string, volumeHandle: string, driver: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `pv-${name}` },
  spec: {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '3Gi' },
    claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'default', name },
    csi: { driver, volumeHandle, fsType: 'ext4' },
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: 'static',
  },
});

export const pod = (name: string, claimName: string, nodeName?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: {
    ...(nodeName ? { nodeName } : {}),
    containers: [{ name: 'db', image: 'registry.example/db:1' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  },
});

export const storageClass = (
  name: string,
  volumeBindingMode: string,
  parameters: Record<string, string>,
): KubeObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'ebs.csi.aws.com',
  reclaimPolicy: 'Delete',
  volumeBindingMode,
  parameters,
});
