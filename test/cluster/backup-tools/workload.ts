import type { KubeObject } from '../../../kube/kube-object.ts';

type Spec = Record<string, unknown>;

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  rest: Spec = {},
  namespace?: string,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  ...rest,
});

const CLAIMS = [
  ['db', 'pv-db', 'vol-0aaaaaaaaaaaaaaa1'],
  ['files', 'pv-files', 'vol-0aaaaaaaaaaaaaaa2'],
] as const;

/** A namespace with a Deployment and two claims, of which a pod mounts one whose files are backed up. */
export function workload(node: string, zone: string): KubeObject[] {
  return [
    object('v1', 'Namespace', 'shop'),
    ...CLAIMS.flatMap(([claim, volume, id]) => [
      object('v1', 'PersistentVolume', volume, { spec: volumeSpec(claim, id, zone) }),
      object('v1', 'PersistentVolumeClaim', claim, { spec: { ...CLASS, volumeName: volume, resources: SIZE } }, 'shop'),
    ]),
    object('v1', 'ConfigMap', 'settings', { data: { a: 'b' } }, 'shop'),
    object('apps/v1', 'Deployment', 'api', { spec: deploymentSpec() }, 'shop'),
    filesPod(node),
  ];
}

export const CLASS = { accessModes: ['ReadWriteOnce'], storageClassName: 'gp3' };
export const SIZE = { requests: { storage: '8Gi' } };

export const volumeSpec = (claim: string, volumeHandle: string, zone: string): Spec => ({
  ...CLASS,
  capacity: SIZE.requests,
  persistentVolumeReclaimPolicy: 'Retain',
  claimRef: { namespace: 'shop', name: claim },
  csi: { driver: 'ebs.csi.aws.com', volumeHandle, fsType: 'ext4' },
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: [zone] }] },
      ],
    },
  },
});

const deploymentSpec = (): Spec => ({
  replicas: 0,
  selector: { matchLabels: { app: 'api' } },
  template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'api', image: 'api:1' }] } },
});

/** Velero backs the files of its volume `data` up, and snapshots all others. */
const filesPod = (nodeName: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'shop',
    // No driver attaches anything here: to the fake kubelet its volumes are there.
    annotations: { 'backup.velero.io/backup-volumes': 'data', 'csi.kubeferry.test/volumes-attached': 'true' },
  },
  spec: {
    nodeName,
    containers: [{ name: 'web', image: 'web:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'files' } }],
  },
});

/** What Velero's installation has besides its types, as far as a server that runs beside the cluster asks for it. */
export function installation(config: Record<string, string>): KubeObject[] {
  const labels = { name: 'node-agent', role: 'node-agent' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'agent', image: 'velero' }] } };
  return [
    object('v1', 'Namespace', 'velero'),
    object('velero.io/v1', 'BackupStorageLocation', 'default', { spec: storage(config) }, 'velero'),
    object('velero.io/v1', 'VolumeSnapshotLocation', 'ebs', { spec: { provider: 'kubeferry.dev/ebs' } }, 'velero'),
    object('apps/v1', 'DaemonSet', 'node-agent', { spec: { selector: { matchLabels: labels }, template } }, 'velero'),
  ];
}

const storage = (config: Record<string, string>): Spec => ({
  provider: 'velero.io/fs',
  default: true,
  objectStorage: { bucket: 'b', prefix: 'team' },
  config,
});

/** As `velero backup create fresh --include-namespaces shop` makes it. */
export const BACKUP: KubeObject = object(
  'velero.io/v1',
  'Backup',
  'fresh',
  {
    spec: {
      includedNamespaces: ['shop'],
      snapshotVolumes: true,
      storageLocation: 'default',
      volumeSnapshotLocations: ['ebs'],
      ttl: '720h0m0s',
    },
  },
  'velero',
);
