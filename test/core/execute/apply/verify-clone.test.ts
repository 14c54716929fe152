import { describe, expect, it } from 'vitest';
import { DIGEST_KEY, keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter, writeRecord } from '../../../../core/base/run/records.ts';
import { verifyClone } from '../../../../core/execute/apply/verify-clone.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { definition } from '../../../memory/definition.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const deployment = (namespace: string, readyReplicas?: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace, generation: 1 },
  spec: { replicas: 3 },
  status: { observedGeneration: 1, readyReplicas },
});

/** Of an installation that has planned before. */
async function storeWithKey() {
  const store = memoryObjectStore();
  await writeRecord(store, DIGEST_KEY, { key: Buffer.alloc(32, 7).toString('base64') });
  return store;
}

/** A clone of `shop` as `shop-test`, whose source had so many ready pods. */
async function verify(readyAtSource: number, readyInTarget: number) {
  const store = await storeWithKey();
  const keys = keysOf('a');
  await writeRecord(store, keys.request, { mappings: { namespaces: { shop: 'shop-test' } } });
  const translated = new ShardWriter(store, keys.translated('workload', '180-workloads'));
  await translated.add([deployment('shop-test')]);
  await translated.close();
  const records = new ShardWriter(store, keys.translations('workload'));
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  const unready = { rule: 'report-unready-workloads', severity: 'warning', object: ref, path: '/status' };
  const findings = readyAtSource < 3 ? [{ ...unready, current: readyAtSource, sentence: '' }] : [];
  await records.add([{ ref, outcome: 'apply', changes: [], findings }]);
  await records.close();
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop-test' } };
  return verifyClone(memoryCluster({ objects: [namespace, deployment('shop-test', readyInTarget)] }), store, 'a');
}

describe('a workload of a clone', () => {
  it('has to be ready when that of the source was', async () => {
    await expect(verify(3, 2)).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining('2 of 3 pods are ready'),
    });
    expect(await verify(3, 3)).toMatchObject({ workloads: 1 });
  });

  it('need not be more ready than that of the source', async () => {
    expect(await verify(1, 1)).toMatchObject({ workloads: 1 });
    expect(await verify(0, 0)).toMatchObject({ workloads: 1 });
    await expect(verify(1, 0)).rejects.toMatchObject({ name: 'NotYet' });
  });
});

describe('a database of a clone', () => {
  const orders = (status?: object): KubeObject => ({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'orders', namespace: 'shop' },
    ...(status ? { status } : {}),
  });
  const ready = (status: string) => ({ conditions: [{ type: 'Ready', status, message: 'Setting up primary' }] });

  async function verifyOrders(found: KubeObject, unreadyAtSource = false) {
    const store = await storeWithKey();
    const keys = keysOf('a');
    await writeRecord(store, keys.request, { mappings: { namespaces: {} } });
    const translated = new ShardWriter(store, keys.translated('workload', '160-custom-resources'));
    await translated.add([orders()]);
    await translated.close();
    const records = new ShardWriter(store, keys.translations('workload'));
    const ref = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', namespace: 'shop', name: 'orders' };
    const finding = { rule: 'report-unready-workloads', severity: 'warning', object: ref, path: '/status', current: 0 };
    await records.add([{ ref, outcome: 'apply', changes: [], findings: unreadyAtSource ? [finding] : [] }]);
    await records.close();
    const objects = [
      definition('postgresql.cnpg.io', 'v1', 'Cluster', 'clusters'),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      found,
    ];
    return verifyClone(memoryCluster({ objects }), store, 'a');
  }

  // Promise: operators-say-ready
  it('has to be ready as its operator says it', async () => {
    await expect(verifyOrders(orders(ready('False')))).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining('its operator says Ready: False (Setting up primary)'),
    });
    expect(await verifyOrders(orders(ready('True')))).toMatchObject({ objects: 1 });
  });

  it('is not waited for where nobody says anything, it is to sleep, or was not ready at the source', async () => {
    expect(await verifyOrders(orders())).toMatchObject({ objects: 1 });
    const asleep = orders(ready('False'));
    asleep.metadata.annotations = { 'cnpg.io/hibernation': 'on' };
    expect(await verifyOrders(asleep)).toMatchObject({ objects: 1 });
    expect(await verifyOrders(orders(ready('False')), true)).toMatchObject({ objects: 1 });
  });
});

describe('a volume of a clone', () => {
  const volume = (volumeHandle: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pv-data' },
    spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle } },
  });

  // Promise: verified-on-its-copy
  it('has to be on the EBS volume that was made for it, not only to have its name', async () => {
    const store = await storeWithKey();
    const translated = new ShardWriter(store, keysOf('a').translated('workload', '100-volumes'));
    await translated.add([volume('vol-copy')]);
    await translated.close();
    await writeRecord(store, keysOf('a').request, { mappings: { namespaces: {} } });
    const verifyOn = (handle: string) => verifyClone(memoryCluster({ objects: [volume(handle)] }), store, 'a');
    await expect(verifyOn('vol-of-monday')).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringContaining('it is on volume vol-of-monday of EBS, planned was vol-copy'),
    });
    await expect(verifyOn('vol-copy')).resolves.toMatchObject({ objects: 1 });
  });
});
