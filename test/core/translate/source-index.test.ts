import { expect, it } from 'vitest';
import { addToIndex, startIndex } from '../../../core/translate/source-index.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

const claim: KubeObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop', uid: 'p1' },
  spec: { volumeName: 'pv', storageClassName: 'ebs', volumeMode: 'Block' },
};

const volume = (source: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv' },
  spec: { ...source, capacity: { storage: '1Gi' }, claimRef: { namespace: 'shop', name: 'data' } },
});

function indexOf(...objects: KubeObject[]) {
  const index = startIndex();
  for (const object of objects) addToIndex(index, object);
  return index;
}

const SOURCES: [string, object, object][] = [
  [
    'CSI',
    { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1', fsType: 'xfs' } },
    { driver: 'ebs.csi.aws.com', volumeId: 'vol-1', fsType: 'xfs' },
  ],
  [
    'EKS Auto Mode',
    { csi: { driver: 'ebs.csi.eks.amazonaws.com', volumeHandle: 'vol-1' } },
    { driver: 'ebs.csi.eks.amazonaws.com', volumeId: 'vol-1' },
  ],
  [
    'in-tree',
    { awsElasticBlockStore: { volumeID: 'vol-1', fsType: 'ext4' } },
    { driver: 'kubernetes.io/aws-ebs', volumeId: 'vol-1', fsType: 'ext4' },
  ],
  [
    'in-tree with a zone',
    { awsElasticBlockStore: { volumeID: 'aws://eu-west-1a/vol-1' } },
    { driver: 'kubernetes.io/aws-ebs', volumeId: 'vol-1' },
  ],
  [
    'EFS',
    { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1' } },
    { driver: 'efs.csi.aws.com', volumeId: '', sizeGiB: 1 },
  ],
  ['NFS', { nfs: { server: 'nas', path: '/' } }, { driver: 'nfs', volumeId: '', sizeGiB: 1 }],
  ['a local disk', { local: { path: '/mnt' } }, { driver: 'local', volumeId: '', sizeGiB: 1 }],
];

it.each(SOURCES)('joins a claim with its volume on %s, whichever comes first', (_, source, facts) => {
  const expected = { 'shop/data': { volumeName: 'pv', storageClass: 'ebs', volumeMode: 'Block', ...facts } };
  expect(indexOf(claim, volume(source)).claims).toEqual(expected);
  expect(indexOf(volume(source), claim).claims).toEqual(expected);
  expect(indexOf(volume(source), claim)).toMatchObject({ claimOfVolume: { pv: 'shop/data' }, waiting: {} });
});

it('joins a claim with a managed disk of an in-tree volume of AKS, and with no page blob of somebody', () => {
  const diskURI = '/subscriptions/s/resourceGroups/MC_a/providers/Microsoft.Compute/disks/d';
  const index = (source: object) => {
    const found = startIndex('azure');
    for (const each of [claim, volume({ azureDisk: source })]) addToIndex(found, each);
    return found.claims['shop/data'];
  };
  const facts = { driver: 'kubernetes.io/azure-disk', volumeId: diskURI, fsType: 'ext4' };
  expect(index({ diskURI, kind: 'Managed', fsType: 'ext4' })).toMatchObject(facts);
  const blob = { diskURI: 'https://a.blob.core.windows.net/vhds/d.vhd', kind: 'Shared' };
  expect(index(blob)).toMatchObject({ driver: 'azureDisk', volumeId: '' });
});

it('has no facts of a claim that waits for a volume, and none of a volume whose claim is not exported', () => {
  expect(indexOf({ ...claim, spec: {} }).claims).toEqual({});
  expect(indexOf(volume({ nfs: {} })).claims).toEqual({});
});

it('does not join a claim with a volume that another claim of that name once had', () => {
  const old = { ...volume({ nfs: {} }), metadata: { name: 'old' } };
  expect(indexOf(claim, old).claims['shop/data']).toMatchObject({ volumeName: 'pv', driver: '' });
});

it('remembers uids, services with a selector, provisioners and served custom kinds', () => {
  const index = indexOf(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', uid: 's1' },
      spec: { selector: { app: 'web' } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'bare', namespace: 'shop' }, spec: {} },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'ebs' },
      provisioner: 'ebs.csi.aws.com',
    },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'caches.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Cache' },
        versions: [
          { name: 'v1', served: true },
          { name: 'v0', served: false },
        ],
      },
    },
  );
  expect(index).toMatchObject({
    uids: { s1: 'v1 Service shop/web' },
    servicesWithSelector: ['shop/web'],
    classDriver: { ebs: 'ebs.csi.aws.com' },
    customKinds: ['example.com/v1 Cache'],
  });
});

it('knows of a cluster of AKS whose service account takes which workload identity', () => {
  const account = (annotations: Record<string, string>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'orders', namespace: 'shop', annotations },
  });
  const index = startIndex('azure');
  addToIndex(index, account({ 'azure.workload.identity/client-id': 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f' }));
  addToIndex(index, account({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111111111111:role/web' }));
  expect(index.roleAccounts).toEqual([
    { namespace: 'shop', name: 'orders', role: 'c4d5e6f7-0a1b-4c2d-8e3f-4a5b6c7d8e9f' },
  ]);
});
