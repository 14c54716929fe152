import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Request } from '../../core/base/request/request.ts';
import { quiesceSource } from '../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../core/execute/capture/resume-source.ts';
import type { NodeSeed } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { memoryObjectStore } from '../memory/object-store.ts';

export const RETENTION_NODES: NodeSeed[] = [
  { name: 'node-a', zone: 'eu-west-1a', region: 'eu-west-1', instanceId: 'i-0a', labels: {} },
];

const BY_US = { manager: 'suite', force: true };
const WAIT = { timeout: 30_000, interval: 50 };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'default' };

type Policy = { whenDeleted: 'Delete' | 'Retain'; whenScaled: 'Delete' | 'Retain' };

const setRef = (name: string): ObjectRef => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  namespace: 'default',
  name,
});

/** Two replicas, whose claims a volume of this cluster stands ready for. */
const statefulSet = (name: string, policy: Policy): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas: 2,
    serviceName: name,
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: policy,
    selector: { matchLabels: { app: name } },
    template: {
      // The fake kubelets of test/cluster/kwok.yaml wait for the CSI driver, and there is none here.
      metadata: { labels: { app: name }, annotations: { 'csi.kubeferry.test/volumes-attached': 'true' } },
      spec: { containers: [{ name: 'db', image: 'registry.example/db:1' }] },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: '',
          resources: { requests: { storage: '1Gi' } },
        },
      },
    ],
  },
});

const volume = (name: string, ordinal: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `${name}-${ordinal}` },
  spec: {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '1Gi' },
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: `/data/${name}-${ordinal}` },
    claimRef: { ...CLAIM, name: `data-${name}-${ordinal}` },
  },
});

/** What the controllers of a cluster do with the claims of a StatefulSet; the same on real ones. */
export function claimRetentionSuite(
  name: string,
  open: () => Promise<{ api: ClusterApi; close: () => unknown }>,
): void {
  describe(`claims of a StatefulSet: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    const api = () => opened.api;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    const claim = (set: string, ordinal: number) => api().get({ ...CLAIM, name: `data-${set}-${ordinal}` });
    const ready = async (set: string) =>
      ((await api().get(setRef(set)))?.status as { readyReplicas?: number } | undefined)?.readyReplicas ?? 0;
    /** Kinds that control the first claim. */
    const owners = async (set: string) =>
      ((await claim(set, 0))?.metadata.ownerReferences ?? []).map(({ kind, controller }) => [kind, controller]);
    const start = async (set: string, policy: Policy) => {
      for (const ordinal of [0, 1]) await api().apply(volume(set, ordinal), BY_US);
      await api().apply(statefulSet(set, policy), BY_US);
      await expect.poll(() => ready(set), WAIT).toBe(2);
    };
    const scale = (set: string, replicas: number) =>
      api().merge(setRef(set), { spec: { replicas } }, { manager: 'suite', subresource: 'scale' });
    const podIsGone = (set: string, ordinal: number) =>
      expect
        .poll(() => api().get({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: `${set}-${ordinal}` }), WAIT)
        .toBeUndefined();

    it.each<[Policy['whenDeleted'], Policy['whenScaled'], unknown[]]>([
      ['Retain', 'Retain', []],
      ['Retain', 'Delete', []],
      ['Delete', 'Retain', [['StatefulSet', true]]],
      ['Delete', 'Delete', [['StatefulSet', true]]],
    ])('have the owner that whenDeleted %s and whenScaled %s make, and go or stay', async (deleted, scaled, owned) => {
      const set = `${deleted}-${scaled}`.toLowerCase();
      await start(set, { whenDeleted: deleted, whenScaled: scaled });
      await expect.poll(() => owners(set), WAIT).toEqual(owned);
      const second = await claim(set, 1);
      await scale(set, 1);
      await podIsGone(set, 1);
      if (scaled === 'Delete') await expect.poll(() => claim(set, 1), WAIT).toBeUndefined();
      else expect((await claim(set, 1))?.metadata).toMatchObject({ uid: second?.metadata.uid });
      await api().delete(setRef(set));
      await podIsGone(set, 0);
      if (deleted === 'Delete') await expect.poll(() => claim(set, 0), WAIT).toBeUndefined();
      else expect((await claim(set, 0))?.metadata.deletionTimestamp).toBeUndefined();
    });

    it('come back empty when a set that deletes them is scaled to zero and back', async () => {
      await start('lost', { whenDeleted: 'Retain', whenScaled: 'Delete' });
      const before = await claim('lost', 0);
      await scale('lost', 0);
      for (const ordinal of [0, 1]) await expect.poll(() => claim('lost', ordinal), WAIT).toBeUndefined();
      await scale('lost', 1);
      await expect
        .poll(async () => (await claim('lost', 0))?.metadata.uid ?? before?.metadata.uid, WAIT)
        .not.toBe(before?.metadata.uid);
      expect((await claim('lost', 0))?.spec).not.toHaveProperty('volumeName');
    });

    // Promise: source-claims-kept
    it('are the same ones after a quiesce, and the policy is what it was', async () => {
      await start('kept', { whenDeleted: 'Delete', whenScaled: 'Delete' });
      const before = await Promise.all([claim('kept', 0), claim('kept', 1)]);
      const request = Request.parse({
        selection: { namespaces: ['default'], objects: [{ kind: 'StatefulSet', name: 'kept' }] },
        quiesce: { scaleToZero: true },
      });
      const store = memoryObjectStore();
      const quiesced = () =>
        quiesceSource(api(), store, 'run-1', request, ['default']).then(
          () => 'at zero',
          (error: Error) => error.name,
        );
      await expect.poll(quiesced, WAIT).toBe('at zero');
      await resumeSource(async () => api(), store, 'run-1');
      await expect.poll(() => ready('kept'), WAIT).toBe(2);
      const after = await Promise.all([claim('kept', 0), claim('kept', 1)]);
      expect(after.map((each) => each?.metadata.uid)).toEqual(before.map((each) => each?.metadata.uid));
      expect((await api().get(setRef('kept')))?.spec).toMatchObject({
        replicas: 2,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
      });
      await expect.poll(() => owners('kept'), WAIT).toEqual([['StatefulSet', true]]);
    });
  });
}
