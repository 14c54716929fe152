import { expect, it } from 'vitest';
import { furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { memoryCluster } from '../memory/cluster-api.ts';

const claim = (name: string, storageClassName: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'shop' },
  spec: { storageClassName },
  status: { phase: 'Pending' },
});
const workload = (name: string, claimName: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas: 1,
    template: { spec: { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] } },
  },
});

it('waits for no workload whose claim nothing binds, and names the class', async () => {
  const source = memoryCluster({
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      ...furniture('source'),
      claim('lost', 'fast'),
      claim('files', 'efs-sc'),
      workload('web', 'lost'),
      workload('gallery', 'files'),
    ],
  });
  const late = await waitForSource(source, ['shop'], async () => {});
  expect(late.toSorted()).toEqual([
    'Deployment shop/gallery: 0 of 1 pods are ready',
    'Deployment shop/web: 0 of 1 pods are ready',
    'claim shop/files waits for storage class "efs-sc" of driver efs.csi.aws.com, which the local cloud does not play: it makes volumes of ebs, ebs-sc, gp2, gp3, io2, standard',
    'claim shop/lost waits for storage class "fast", which the source does not have: add that StorageClass to the manifests, or use one of ebs, ebs-sc, gp2, gp3, io2, standard',
  ]);
});
