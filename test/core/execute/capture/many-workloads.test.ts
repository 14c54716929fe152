import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { namespace, requestFor } from './some-source.ts';

const WORKLOADS = 64;
const deployment = (at: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `web-${at}`, namespace: 'shop' },
  spec: { replicas: 3 },
});

/** A cluster far away, and how many of its scales were written at the same time at most. */
function farAway() {
  const cluster = memoryCluster({
    objects: [namespace('shop'), ...Array.from({ length: WORKLOADS }, (_, at) => deployment(at))],
  });
  const seen = { most: 0, marks: 0 };
  let now = 0;
  const merge: ClusterApi['merge'] = async (ref, patch, options) => {
    if (options.subresource !== 'scale') seen.marks += 1;
    else {
      now += 1;
      seen.most = Math.max(seen.most, now);
      await sleep(1);
      now -= 1;
    }
    return cluster.merge(ref, patch, options);
  };
  return { api: { ...cluster, merge } as ClusterApi, cluster, seen };
}

const replicas = async (cluster: ClusterApi) => {
  const found = await Promise.all(
    Array.from({ length: WORKLOADS }, (_, at) =>
      cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: `web-${at}` }),
    ),
  );
  return new Set(found.map((each) => (each!.spec as { replicas: number }).replicas));
};

it('scales many workloads of a source at a time, down and back', async () => {
  const { api, cluster, seen } = farAway();
  const store = memoryObjectStore();
  await quiesceSource(api, store, 'run-1', requestFor(), ['shop']);
  expect(await replicas(cluster)).toEqual(new Set([0]));
  expect(seen.most).toBe(16);
  seen.most = 0;
  await resumeSource(async () => api, store, 'run-1');
  expect(await replicas(cluster)).toEqual(new Set([3]));
  expect(seen.most).toBe(16);
  expect(await store.get(keysOf('run-1').quiesced)).toBeUndefined();
});

it('marks no workload again that an attempt before has marked', async () => {
  const { api, seen } = farAway();
  const store = memoryObjectStore();
  await quiesceSource(api, store, 'run-1', requestFor(), ['shop']);
  expect(seen.marks).toBe(WORKLOADS);
  await quiesceSource(api, store, 'run-1', requestFor(), ['shop']);
  expect(seen.marks).toBe(WORKLOADS);
});
