import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { claim, pod, statefulSet, storageClass, volume } from './objects.ts';

const phase = (wanted: string) => (object: KubeObject) => (object.status as { phase?: string }).phase === wanted;
const claimPath = (name: string) => `/api/v1/namespaces/default/persistentvolumeclaims/${name}`;
const podPath = (name: string) => `/api/v1/namespaces/default/pods/${name}`;
const mounting = (claimName: string) => ({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] });

describe('volumes', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.apply(storageClass('gp3'));
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
  });
  afterAll(() => cluster.stop());

  it('binds a claim and the volume that is promised to it, on both sides', async () => {
    await cluster.apply(volume('pair', 'eu-west-1b', { claimRef: { namespace: 'default', name: 'pair' } }));
    await cluster.apply(claim('pair', { volumeName: 'pair' }));
    const bound = await cluster.until(claimPath('pair'), phase('Bound'));
    expect(bound.metadata.annotations).toEqual({ 'pv.kubernetes.io/bind-completed': 'yes' });
    const { body } = await cluster.send('GET', '/api/v1/persistentvolumes/pair');
    expect(body.spec.claimRef.uid).toBe(bound.metadata.uid);
    expect(body.status.phase).toBe('Bound');
  });

  it('loses a claim that says it is bound to what another claim had', async () => {
    await cluster.apply(
      volume('stale', 'eu-west-1a', { claimRef: { namespace: 'default', name: 'stale', uid: 'of-the-source' } }),
    );
    const copied = claim('stale', { volumeName: 'stale' });
    copied.metadata.annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
    await cluster.apply(copied);
    await cluster.until(claimPath('stale'), phase('Lost'));
    await cluster.until('/api/v1/persistentvolumes/stale', phase('Released'));
  });

  it('waits for a pod, and then asks the provisioner for a volume near its node', async () => {
    await cluster.apply(claim('fresh'));
    await cluster.apply(pod('uses-fresh', { ...mounting('fresh'), nodeSelector: { 'node.example/disk': 'slow' } }));
    const asked = await cluster.until(claimPath('fresh'), ({ metadata }) =>
      Boolean(metadata.annotations?.['volume.kubernetes.io/storage-provisioner']),
    );
    expect(asked.metadata.annotations).toMatchObject({
      'volume.kubernetes.io/selected-node': 'node-b',
      'volume.kubernetes.io/storage-provisioner': 'ebs.csi.aws.com',
    });
    await cluster.apply(
      volume('made', 'eu-west-1b', { claimRef: { namespace: 'default', name: 'fresh', uid: asked.metadata.uid } }),
    );
    const running = await cluster.until(podPath('uses-fresh'), phase('Running'));
    expect((running.spec as { nodeName: string }).nodeName).toBe('node-b');
  });

  it('makes the claim of an ephemeral volume, which its pod owns', async () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const ephemeral = { volumeClaimTemplate: { metadata: { labels: { app: 'scratch' } }, spec } };
    await cluster.apply(pod('scratch', { volumes: [{ name: 'tmp', ephemeral }] }));
    const made = await cluster.until(claimPath('scratch-tmp'), () => true);
    expect(made.metadata).toMatchObject({
      labels: { app: 'scratch' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'scratch', controller: true, blockOwnerDeletion: true }],
    });
    expect(made.spec).toMatchObject(spec);
  });

  it('runs a pod in the zone of its volume, and says why when there is no node', async () => {
    await cluster.apply(volume('near', 'eu-west-1b', { claimRef: { namespace: 'default', name: 'near' } }));
    await cluster.apply(claim('near', { volumeName: 'near' }));
    await cluster.apply(pod('uses-near', mounting('near')));
    const running = await cluster.until(podPath('uses-near'), phase('Running'));
    expect((running.spec as { nodeName: string }).nodeName).toBe('node-b');
    await cluster.apply(volume('far', 'us-east-1a', { claimRef: { namespace: 'default', name: 'far' } }));
    await cluster.apply(claim('far', { volumeName: 'far' }));
    await cluster.apply(pod('uses-far', mounting('far')));
    const pending = await cluster.until(podPath('uses-far'), ({ status }) =>
      JSON.stringify(status).includes("2 node(s) didn't match PersistentVolume's node affinity"),
    );
    expect((pending.status as { conditions: object[] }).conditions[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: "0/2 nodes are available: 2 node(s) didn't match PersistentVolume's node affinity.",
    });
  });

  it('holds a pod back until the volume of a registered driver is attached to its node', async () => {
    await cluster.send('POST', '/apis/storage.k8s.io/v1/csidrivers', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'slow.csi.example' },
      spec: {},
    });
    const csi = { driver: 'slow.csi.example', volumeHandle: 'x' };
    await cluster.apply(volume('slow', 'eu-west-1a', { csi, claimRef: { namespace: 'default', name: 'slow' } }));
    await cluster.apply(claim('slow', { volumeName: 'slow' }));
    await cluster.apply(pod('uses-slow', mounting('slow')));
    await cluster.until(podPath('uses-slow'), ({ status }) => JSON.stringify(status).includes('ContainerCreating'));
    const attachments = '/apis/storage.k8s.io/v1/volumeattachments';
    const source = { persistentVolumeName: 'slow' };
    const spec = { attacher: 'slow.csi.example', nodeName: 'node-a', source };
    const header = { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name: 'a' } };
    await cluster.send('POST', attachments, { ...header, spec });
    const attached = { status: { attached: true } };
    await cluster.send('PATCH', `${attachments}/a/status`, attached, { type: 'application/merge-patch+json' });
    await cluster.until(podPath('uses-slow'), phase('Running'));
  });

  it('makes the claims of a StatefulSet one after the other, and keeps them when it goes', async () => {
    const own = (name: string) => volume(name, 'eu-west-1a', { claimRef: { namespace: 'default', name } });
    for (const name of ['data-db-0', 'data-db-1']) await cluster.apply(own(name));
    const { spec } = claim('data');
    await cluster.apply(statefulSet('db', { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] }));
    await cluster.until(
      '/apis/apps/v1/namespaces/default/statefulsets/db',
      ({ status }) => (status as { readyReplicas?: number }).readyReplicas === 2,
    );
    await cluster.send('DELETE', '/apis/apps/v1/namespaces/default/statefulsets/db');
    await cluster.until(
      '/api/v1/namespaces/default/pods?labelSelector=app=db',
      ({ items }) => (items as object[]).length === 0,
    );
    const { body } = await cluster.send('GET', claimPath('data-db-1'));
    expect(body.status.phase).toBe('Bound');
    await cluster.send('DELETE', claimPath('data-db-1'));
    await cluster.until('/api/v1/persistentvolumes/data-db-1', phase('Released'));
  });
});
