import { describe, expect, it } from 'vitest';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { CUT_OVER, DB, Killed, requestFor, runIn, SHOP, specOf, type Watched, WEB, watched } from './some-source.ts';

const somebody = { manager: 'somebody' };

describe('a source that is scaled to zero', () => {
  const podOf = (kind: string, owner: string, name: string, phase: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner, uid: `uid-${owner}`, controller: true }],
    },
    status: { phase },
  });

  // The ReplicaSet controller deletes no pod that has ended: a node that ran full leaves evicted ones for weeks.
  it.each(['Failed', 'Succeeded'])('is quiesced though pods of it are left that are %s', async (phase) => {
    const source = watched([...SHOP, podOf('ReplicaSet', 'web-5d4f', 'web-5d4f-evicted', phase)]);
    const run = runIn(source, requestFor(CUT_OVER));
    await expect(run.quiesce()).resolves.toMatchObject({ workloads: 2 });
    await expect(run.cutOver()).resolves.toMatchObject({ workloads: 2 });
  });

  it.each(['Running', 'Pending', 'Unknown'])('is not quiesced while a pod of it is %s', async (phase) => {
    const source = watched([...SHOP, podOf('ReplicaSet', 'web-5d4f', 'web-5d4f-x', phase)]);
    await expect(runIn(source).quiesce()).rejects.toThrow(/1 pods of the scaled workloads are still there/);
  });

  // Promise: quiesce-is-undone
  it('is not scaled down by the resume when something has scaled it up meanwhile', async () => {
    const source = watched();
    const run = runIn(source);
    await run.quiesce();
    await source.api.merge(WEB, { spec: { replicas: 20 } }, somebody);
    await source.api.merge(DB, { spec: { replicas: 1 } }, somebody);
    await run.resume();
    expect(await specOf(source, WEB)).toMatchObject({ replicas: 20 });
    expect(await specOf(source, DB)).toMatchObject({
      replicas: 3,
      persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
    });
  });

  // Promise: source-claims-kept, quiesce-is-undone
  it('is not given the rule that deletes its claims when somebody has re-created it without', async () => {
    const source = watched();
    const run = runIn(source);
    await run.quiesce();
    const spec = { replicas: 1, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain' } };
    for (const old of [SHOP[1]!, SHOP[2]!]) {
      await source.api.delete(refOf(old));
      await source.api.create({ ...old, metadata: { ...old.metadata, uid: 'another' }, spec }, somebody);
    }
    await run.resume();
    expect(await specOf(source, DB)).toEqual(spec);
    expect(await specOf(source, WEB)).toEqual(spec);
  });
});

describe('a pod in which a hook runs', () => {
  const DB_0 = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'db-0' };
  const POD: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'db-0', namespace: 'shop', labels: { app: 'db' } },
    status: { phase: 'Running' },
  };
  const hook = { namespace: 'shop', labelSelector: 'app=db', before: ['freeze'], after: ['thaw'], timeoutSeconds: 5 };
  const request = { ...requestFor(), quiesce: { scaleToZero: false, hooks: [hook] } };

  /** Uids of the pods that are frozen; `exec` does something else first. */
  function frozenIn(source: Watched, first = async () => {}) {
    const frozen = new Set<string>();
    source.api.exec = async ({ namespace, name }, [command = '']) => {
      await first();
      const uid = (await source.api.get({ ...DB_0, namespace, name }))?.metadata.uid ?? '';
      if (command === 'freeze') frozen.add(uid);
      else frozen.delete(uid);
      return { exitCode: 0, stdout: '', stderr: '' };
    };
    return frozen;
  }
  const replace = async ({ api }: Watched) => {
    await api.delete(DB_0);
    await api.create(POD, somebody);
  };

  // Promise: quiesce-is-undone
  it('is not left frozen when it has taken the place of another one, between two attempts', async () => {
    const source = watched([...SHOP, POD]);
    let attempts = 0;
    const frozen = frozenIn(source, async () => {
      if (++attempts === 1) throw new Killed();
    });
    const run = runIn(source, request);
    await expect(run.quiesce()).rejects.toThrow(Killed);
    await replace(source);
    await run.quiesce();
    expect(frozen.size).toBe(1);
    await run.resume();
    expect([...frozen]).toEqual([]);
  });

  // Promise: quiesce-is-undone
  it('is not frozen when it came after the record was written, but at the next attempt', async () => {
    const source = watched([...SHOP, POD]);
    const frozen = frozenIn(source);
    const run = runIn(source, request);
    const { put } = run.store;
    let isFirst = true;
    run.store.put = async (...given) => {
      await put(...given);
      if (isFirst) await replace(source);
      isFirst = false;
    };
    await expect(run.quiesce()).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining('shop/db-0'),
    });
    expect([...frozen]).toEqual([]);
    await run.quiesce();
    expect(frozen.size).toBe(1);
    await run.resume();
    expect([...frozen]).toEqual([]);
  });
});
