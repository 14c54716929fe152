import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Masking } from '../../core/base/request/masking.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { markedBy } from '../../core/base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../core/base/run/names.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { jobName, maskingObjects } from '../../core/execute/masking/masking-objects.ts';
import { type MaskingRecord, settleMasking } from '../../core/execute/masking/settle-masking.ts';
import type { PlannedMasking } from '../../core/plan/masking/plan-masking.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { openAsAdmin } from './open-as-admin.ts';

const NODES = [{ name: 'node-a', zone: 'eu-west-1a', region: 'eu-west-1', instanceId: 'i-0a', labels: {} }];
const PODS: ServedResource = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['list'] };
const RUN = 'run-1';
/** What pods that the driver has attached the volumes of are known by: it is played here. */
const ATTACHED = { metadata: { annotations: { 'csi.kubeferry.test/volumes-attached': 'true' } } };
const BY_TEST = { manager: 'test' };

/** A namespace as a careful team has it: the strictest of the Pod Security Standards is enforced. */
const home = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});
const volume = (claim: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `pv-${claim}` },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'copied',
    persistentVolumeReclaimPolicy: 'Retain',
    csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0copy' },
    claimRef: { namespace: claim, name: 'data' },
  },
});
const claimIn = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'copied',
    volumeName: `pv-${namespace}`,
    resources: { requests: { storage: '1Gi' } },
  },
});

describe('a masking Job on a real control plane', () => {
  let api: ClusterApi;
  let close: () => unknown;
  beforeAll(async () => {
    ({ api, close } = await openAsAdmin(NODES));
  });
  afterAll(() => close?.());

  async function begin(name: string, timeoutSeconds = 300) {
    const asked = { name: 'names', namespace: 'shop', image: 'mask:1', command: ['mask'], claims: { '/data': 'data' } };
    const { jobs } = Masking.parse({ jobs: [{ ...asked, runAs: { user: 1000, group: 1000 }, timeoutSeconds }] });
    const planned: PlannedMasking = {
      jobs: jobs.map((job) => ({ ...job, home: name, devices: [] })),
      onFailure: 'roll-back',
      unmasked: [],
    };
    for (const object of [home(name), volume(name), claimIn(name)]) await api.create(object, BY_TEST);
    const { policies, jobs: made } = maskingObjects(planned, RUN);
    for (const object of [...policies, ...made]) await api.create(markedBy(RUN, object), { manager: FIELD_MANAGER });
    const store = memoryObjectStore();
    return {
      settle: () => settleMasking(api, store, RUN, planned),
      told: () => readRecord<MaskingRecord>(store, keysOf(RUN).masking, 'settle-wave'),
    };
  }

  async function podsIn(namespace: string): Promise<KubeObject[]> {
    const labelSelector = `batch.kubernetes.io/job-name=${jobName('names', RUN)}`;
    return (await Array.fromAsync(api.list(PODS, { namespace, labelSelector }))).flat();
  }

  async function soon<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new Error('Nothing has come of it within a minute.');
  }

  const firstPod = (namespace: string) => soon(async () => (await podsIn(namespace)).at(0));
  /** What the machine ends with: it asks again while it is told to. */
  const ended = (settle: () => Promise<unknown>) =>
    soon(async () => {
      const answer = await settle().catch((error: Error) => error);
      return answer instanceof Error && answer.name === 'NotYet' ? undefined : answer;
    });

  // Promise: masking-before-anything
  it('is let in where pods are restricted, runs on the claim, and lets the clone go on', async () => {
    const { settle, told } = await begin('masked');
    await expect(settle()).rejects.toMatchObject({ name: 'NotYet' });
    await api.merge(refOf(await firstPod('masked')), ATTACHED, BY_TEST);
    expect(await ended(settle)).toEqual({ settled: 1 });
    expect((await told()).jobs).toMatchObject([{ name: 'names', outcome: 'passed', exitCode: 0 }]);
  });

  it('is not run again when it fails, and says how it ended', async () => {
    const { settle } = await begin('failing');
    const pod = await firstPod('failing');
    const terminated = {
      exitCode: 3,
      reason: 'Error',
      startedAt: '2026-11-30T10:00:00Z',
      finishedAt: '2026-11-30T10:01:00Z',
    };
    const status = {
      phase: 'Failed',
      containerStatuses: [
        { name: 'mask', image: 'mask:1', imageID: '', ready: false, restartCount: 0, state: { terminated } },
      ],
    };
    await api.merge(refOf(pod), { status }, { ...BY_TEST, subresource: 'status' });
    expect(await ended(settle)).toMatchObject({
      name: 'MaskingFailed',
      message: expect.stringContaining('ended with 3'),
    });
    expect(await podsIn('failing')).toHaveLength(1);
  });

  it('that never starts is given up after its time', async () => {
    const { settle } = await begin('late', 10);
    await firstPod('late');
    expect(await ended(settle)).toMatchObject({
      name: 'MaskingFailed',
      message: expect.stringContaining('it was not done within 10 seconds'),
    });
  });
});
