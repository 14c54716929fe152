import type { KubeObject } from '../../../kube/kube-object.ts';
import { CLASS, object, SIZE, volumeSpec } from './workload.ts';

const GROUP = 'snapshot.storage.k8s.io';
const API = `${GROUP}/v1`;
const DRIVER = 'ebs.csi.aws.com';
const NAMESPACE = 'ledger';

/** The kinds of CSI snapshots, as far as Velero looks at them. */
export const SNAPSHOT_TYPES = [
  type('volumesnapshots', 'VolumeSnapshot', 'Namespaced'),
  type('volumesnapshotcontents', 'VolumeSnapshotContent', 'Cluster'),
  type('volumesnapshotclasses', 'VolumeSnapshotClass', 'Cluster'),
];

function type(plural: string, kind: string, scope: string): KubeObject {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }];
  const approved = 'https://github.com/kubernetes-csi/external-snapshotter/pull/814';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}`, annotations: { 'api-approved.kubernetes.io': approved } },
    spec: {
      group: GROUP,
      scope,
      names: { plural, kind, listKind: `${kind}List`, singular: kind.toLowerCase() },
      versions,
    },
  };
}

export const SNAPSHOTS = { apiVersion: API, kind: 'VolumeSnapshot', namespace: NAMESPACE };

export const SNAPSHOT_CLASS: KubeObject = {
  apiVersion: API,
  kind: 'VolumeSnapshotClass',
  metadata: { name: 'ebs', labels: { 'velero.io/csi-volumesnapshot-class': 'true' } },
  driver: DRIVER,
  deletionPolicy: 'Retain',
};

/** What a driver has made of a snapshot that was asked for. */
export const contentOf = ({ metadata, spec }: KubeObject): KubeObject => ({
  apiVersion: API,
  kind: 'VolumeSnapshotContent',
  metadata: { name: `snapcontent-${metadata.uid}` },
  spec: {
    driver: DRIVER,
    deletionPolicy: 'Retain',
    source: {
      volumeHandle: handleOf(
        (spec as { source: { persistentVolumeClaimName: string } }).source.persistentVolumeClaimName,
      ),
    },
    volumeSnapshotClassName: 'ebs',
    volumeSnapshotRef: {
      apiVersion: API,
      kind: 'VolumeSnapshot',
      namespace: NAMESPACE,
      name: metadata.name,
      uid: metadata.uid,
    },
  },
  status: { snapshotHandle: 'snap-0ccccccccccccccc1', readyToUse: true, restoreSize: 8 * 2 ** 30, creationTime: 1 },
});

const CLAIMS = [
  ['notes', 'vol-0bbbbbbbbbbbbbbb1', 'Filesystem'],
  ['raw', 'vol-0bbbbbbbbbbbbbbb2', 'Block'],
] as const;
const handleOf = (claim: string) => CLAIMS.find(([name]) => name === claim)?.[1] ?? '';

/** A namespace with a claim of each volume mode. */
export const ledger = (zone: string): KubeObject[] => [
  object('v1', 'Namespace', NAMESPACE),
  ...CLAIMS.flatMap(([claim, handle, volumeMode]) => [
    object('v1', 'PersistentVolume', `pv-${claim}`, {
      spec: { ...volumeSpec(claim, handle, zone), volumeMode, claimRef: { namespace: NAMESPACE, name: claim } },
    }),
    object(
      'v1',
      'PersistentVolumeClaim',
      claim,
      { spec: { ...CLASS, volumeMode, volumeName: `pv-${claim}`, resources: SIZE } },
      NAMESPACE,
    ),
  ]),
];

/** As `velero backup create moved --include-namespaces ledger --snapshot-move-data` makes it. */
export const MOVED: KubeObject = object(
  'velero.io/v1',
  'Backup',
  'moved',
  { spec: { includedNamespaces: [NAMESPACE], snapshotMoveData: true, storageLocation: 'default', ttl: '720h0m0s' } },
  'velero',
);
