import { beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { cutOverSource } from '../../../../core/execute/capture/cut-over-source.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { CUT_OVER, requestFor, SHOP } from './some-source.ts';

const [QUIET, LATER] = ['2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z'];

/** The pod of a Job that the CronJob `nightly` has begun. */
const pod = (claimName: string, status: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'nightly-1',
    namespace: 'shop',
    ownerReferences: [
      { apiVersion: 'batch/v1', kind: 'Job', name: 'nightly-1', uid: 'uid-nightly-1', controller: true },
    ],
  },
  spec: { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] },
  status,
});
const ended = (finishedAt: string) => ({
  phase: 'Succeeded',
  containerStatuses: [{ name: 'main', state: { terminated: { finishedAt } } }],
});

let api: ClusterApi;
let store: ObjectStore;
beforeEach(async () => {
  api = memoryCluster({ objects: SHOP });
  store = memoryObjectStore();
  const volumes = [
    { claim: 'shop/data', strategy: 'copy-blocks' },
    { claim: 'shop/cache', strategy: 'skip' },
  ];
  await writeRecord(store, keysOf('run-1').plan, { volumes });
});

const quiesce = (more = CUT_OVER) => quiesceSource(api, store, 'run-1', requestFor(more), ['shop'], QUIET);
const cutOver = () =>
  cutOverSource(api, store, { cloneId: 'run-1', selection: requestFor().selection }, ['shop'], LATER);
const start = (each: KubeObject) => api.create(each, { manager: 'somebody' });
const replace = async (each: KubeObject) => {
  await api.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'nightly-1' });
  await start(each);
};

// Promise: cut-over-stays
it('waits before its snapshot for a job that began before its CronJob was suspended', async () => {
  await start(pod('data', { phase: 'Running' }));
  await expect(quiesce()).rejects.toMatchObject({
    name: 'NotYet',
    message: expect.stringMatching(/^v1 Pod shop\/nightly-1 \(claim shop\/data\) may write to data that is cut over/),
  });
  await replace(pod('data', ended('2026-11-22T09:59:59Z')));
  await quiesce();
  await expect(cutOver()).resolves.toMatchObject({ workloads: 2 });
});

it.each([
  ['runs', { phase: 'Running' }],
  ['waits for a node', { phase: 'Pending' }],
  ['has run and ended', ended('2026-11-22T11:00:00Z')],
])(
  'does not cut over where a pod beside the workloads %s on data of the clone since its snapshot',
  async (_, status) => {
    await quiesce();
    await start(pod('data', status));
    await expect(cutOver()).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringContaining('v1 Pod shop/nightly-1 (claim shop/data) runs, or has run since'),
    });
  },
);

it('asks nothing of pods on claims whose data does not come, nor of a run that cuts nothing over', async () => {
  await start(pod('cache', { phase: 'Running' }));
  await quiesce();
  await expect(cutOver()).resolves.toMatchObject({ workloads: 2 });
  await replace(pod('data', { phase: 'Running' }));
  const other = memoryObjectStore();
  await writeRecord(other, keysOf('run-2').plan, { volumes: [{ claim: 'shop/data', strategy: 'copy-blocks' }] });
  await quiesceSource(
    memoryCluster({ objects: [...SHOP, pod('data', { phase: 'Running' })] }),
    other,
    'run-2',
    requestFor(),
    ['shop'],
    QUIET,
  );
});
