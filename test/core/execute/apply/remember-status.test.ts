import { describe, expect, it } from 'vitest';
import { applyOne } from '../../../../core/execute/apply/apply-one.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { annotationOf, fieldAt } from '../../../../kube/fields.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { definition } from '../../../memory/definition.ts';

const PAUSE = 'strimzi.io/pause-reconciliation';
const STATUS = { clusterId: 'XP9FP2P-RByvEy0W4cOEUA' };
const SHOP: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const kafka = (annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'Kafka',
  metadata: { name: 'events', namespace: 'shop', annotations },
  spec: { kafka: { version: '4.3.1' } },
  status: STATUS,
});

/** What the operator saw each time that something was written: it acts on an object that is not paused. */
function watched(cluster: ClusterApi) {
  const seen: { paused: boolean; clusterId: unknown }[] = [];
  const look = async () => {
    const found = await cluster.get(refOf(kafka()));
    if (found)
      seen.push({ paused: annotationOf(found, PAUSE) === 'true', clusterId: fieldAt(found, 'status.clusterId') });
  };
  const then =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A) => {
      const answer = await call(...args);
      await look();
      return answer;
    };
  return {
    seen,
    api: { ...cluster, create: then(cluster.create), merge: then(cluster.merge), apply: then(cluster.apply) },
  };
}

const make = (api: ClusterApi, object: KubeObject) =>
  applyOne(api, object, { ref: refOf(object), before: 'absent' }, { cloneId: 'run-1', onConflict: 'fail' });

const cluster = () => memoryCluster({ objects: [definition('kafka.strimzi.io', 'v1', 'Kafka', 'kafkas'), SHOP] });

describe('a resource whose operator has to find something in its status', () => {
  // Promise: operators-know-their-data
  it('is paused until that is there, so that the operator never sees it without', async () => {
    const { api, seen } = watched(cluster());
    expect(await make(api, kafka())).toMatchObject({ result: 'created' });
    expect(seen.filter(({ paused }) => !paused)).toEqual([{ paused: false, clusterId: STATUS.clusterId }]);
    expect(await api.get(refOf(kafka()))).toMatchObject({ spec: kafka().spec as object, status: STATUS });
  });

  it('stays paused where it is to be', async () => {
    const { api, seen } = watched(cluster());
    await make(api, kafka({ [PAUSE]: 'true' }));
    expect(seen.map(({ paused }) => paused)).not.toContain(false);
    expect(await api.get(refOf(kafka()))).toMatchObject({ status: STATUS });
  });

  it('is finished by the next attempt when the step is killed right after it was made', async () => {
    const there = cluster();
    const killed: ClusterApi = {
      ...there,
      create: async (...args) => {
        await there.create(...args);
        throw new Error('killed');
      },
    };
    await expect(make(killed, kafka())).rejects.toThrow('killed');
    expect(await there.get(refOf(kafka()))).toMatchObject({ metadata: { annotations: { [PAUSE]: 'true' } } });
    await make(there, kafka());
    const found = await there.get(refOf(kafka()));
    expect(found).toMatchObject({ status: STATUS });
    expect(annotationOf(found!, PAUSE)).toBeUndefined();
  });

  it('is made as any other where the source knew nothing', async () => {
    const { api, seen } = watched(cluster());
    const { status: _, ...unknown } = kafka();
    await make(api, unknown);
    expect(seen).toEqual([{ paused: false, clusterId: undefined }]);
  });
});
