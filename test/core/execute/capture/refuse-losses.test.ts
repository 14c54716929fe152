import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { DB, namespace, requestFor } from './some-source.ts';

const DATABASE: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'shop' },
  spec: { replicas: 1, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } },
};
const pod = (labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db-0', namespace: 'shop', labels },
  spec: { containers: [{ name: 'db' }] },
  status: { phase: 'Running' },
});
const claim: KubeObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'scratch', namespace: 'shop' },
};

/** Makes an object that another one owns. */
async function ownedBy(api: ClusterApi, owner: KubeObject, object: KubeObject) {
  const { apiVersion, kind, name } = refOf(owner);
  const uid = (await api.get(refOf(owner)))?.metadata.uid ?? '';
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  await api.create({ ...object, metadata: { ...object.metadata, ownerReferences } }, { manager: 'operator' });
}
const replicasOf = async (api: ClusterApi) => (await api.get(DB))?.spec;

// Promise: source-claims-kept
it('scales nothing whose claims would go with its pods, also where that came after the plan', async () => {
  const api = memoryCluster({ objects: [namespace('shop'), DATABASE] });
  await ownedBy(api, DATABASE, pod());
  await ownedBy(api, pod(), claim);
  const store = memoryObjectStore();
  await expect(quiesceSource(api, store, 'run-1', requestFor(), ['shop'])).rejects.toMatchObject({
    name: 'PlanBlocked',
    message: expect.stringMatching(/was not scaled to zero, since it would lose data by that.*belongs to pod db-0/s),
  });
  expect(await replicasOf(api)).toMatchObject({ replicas: 1 });
  expect(await store.get(keysOf('run-1').quiesced)).toBeUndefined();
});

// Promise: source-claims-kept
it('scales no StatefulSet that is set to delete its claims while a hook runs', async () => {
  const api = memoryCluster({
    objects: [namespace('shop'), DATABASE, pod({ app: 'db' })],
    exec: () => {
      const policy = { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } };
      void api.merge(DB, { spec: policy }, { manager: 'gitops' });
      return { exitCode: 0, stdout: '', stderr: '' };
    },
  });
  const hooks = [{ namespace: 'shop', labelSelector: 'app=db', before: ['flush'], after: ['true'] }];
  const request = requestFor({ quiesce: { scaleToZero: true, hooks } });
  await expect(quiesceSource(api, memoryObjectStore(), 'run-1', request, ['shop'])).rejects.toMatchObject({
    name: 'VerificationFailed',
    message: expect.stringContaining('was set to delete the claims of replicas that are scaled away'),
  });
  expect(await replicasOf(api)).toMatchObject({ replicas: 1 });
});
