import { describe, expect, it } from 'vitest';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { CUT_OVER, DB, requestFor, runIn, SHOP, specOf, WEB, watched } from '../core/execute/capture/some-source.ts';

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
  it.each(['Failed', 'Succeeded'])('is at rest though pods of it are left that are %s', async (phase) => {
    const source = watched([...SHOP, podOf('ReplicaSet', 'web-5d4f', 'web-5d4f-evicted', phase)]);
    const run = runIn(source, requestFor(CUT_OVER));
    await expect(run.quiesce()).resolves.toMatchObject({ workloads: 2 });
    await expect(run.cutOver()).resolves.toMatchObject({ workloads: 2 });
  });

  it.each(['Running', 'Pending', 'Unknown'])('is not at rest while a pod of it is %s', async (phase) => {
    const source = watched([...SHOP, podOf('ReplicaSet', 'web-5d4f', 'web-5d4f-x', phase)]);
    await expect(runIn(source).quiesce()).rejects.toThrow(/1 pods of the scaled workloads are still there/);
  });

  const somebody = { manager: 'somebody' };

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
  it('is not given the rule that deletes its claims when somebody has made it anew without', async () => {
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
