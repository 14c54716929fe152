import { expect, it } from 'vitest';
import { fromDumps } from '../../cli/demo/from-dumps.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

const dumped = (apiVersion: string, kind: string, name: string, fields: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '7', ...metadata },
  ...fields,
});
const ownedBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `uid-of-${name}`, controller: true }],
});
const named = (objects: KubeObject[], name: string) => objects.find((each) => each.metadata.name === name);

const DUMP = [
  dumped('apps/v1', 'Deployment', 'web', { spec: { replicas: 1 }, status: { readyReplicas: 1 } }),
  dumped('apps/v1', 'ReplicaSet', 'web-5d4f', { spec: {} }, ownedBy('Deployment', 'web')),
  dumped('v1', 'Pod', 'web-5d4f-x2', { spec: { nodeName: 'old' } }, ownedBy('ReplicaSet', 'web-5d4f')),
  dumped('v1', 'Service', 'web', {
    spec: { clusterIP: '172.20.3.4', clusterIPs: ['172.20.3.4'], ports: [{ port: 80 }] },
  }),
  dumped('v1', 'PersistentVolumeClaim', 'data', { spec: { volumeName: 'pvc-1', storageClassName: 'ebs' } }),
  dumped('v1', 'PersistentVolume', 'pvc-1', {
    spec: { claimRef: { namespace: 'shop', name: 'data' }, csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' } },
  }),
  dumped('v1', 'ConfigMap', 'kube-root-ca.crt', { data: {} }),
];

it('makes of a dump what its author wrote, for a cluster that has none of the old addresses, nodes and volumes', () => {
  const written = fromDumps(DUMP);
  expect(written.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PersistentVolumeClaim']);
  expect(named(written, 'data')?.spec).toEqual({ storageClassName: 'ebs' });
  expect(written.find(({ kind }) => kind === 'Service')?.spec).toEqual({ ports: [{ port: 80 }] });
});

it('leaves manifests alone that no server has handled', () => {
  const manifest: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', finalizers: ['example.com/hold'] },
    spec: { clusterIP: '10.100.0.7' },
  };
  expect(fromDumps([manifest])).toEqual([manifest]);
  expect(fromDumps([manifest, ...DUMP])[0]).toBe(manifest);
});
