import type { KubeObject } from '../../kube/kube-object.ts';

const STORAGE = '5Gi';
/** Name of the PersistentVolume, and of its claim. */
export const VOLUME = 'orders';

/** As the add-on aws-ebs-csi-driver makes it. */
export const DRIVER: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name: 'ebs.csi.aws.com' },
  spec: { attachRequired: true, podInfoOnMount: false },
};

/** Namespace `shop`: a ConfigMap, and a claim on the volume. */
export const shopOn = (volumeId: string, zone: string): KubeObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data: { colour: 'green' } },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: VOLUME, annotations: { 'pv.kubernetes.io/provisioned-by': 'ebs.csi.aws.com' } },
    spec: {
      capacity: { storage: STORAGE },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'ebs',
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: volumeId, fsType: 'ext4' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: VOLUME },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: VOLUME, namespace: 'shop' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'ebs',
      volumeName: VOLUME,
      resources: { requests: { storage: STORAGE } },
    },
  },
];
