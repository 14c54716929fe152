import { describe, expect, it } from 'vitest';
import { readShards } from '../../../../core/base/run/records.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import { exportManifests } from '../../../../core/plan/export/export-manifests.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { DB, requestFor, runIn, specOf, WEB, watched } from './some-source.ts';

const SELECTION = requestFor().selection;

async function exported(api: Parameters<typeof exportManifests>[0]): Promise<KubeObject[]> {
  const store = memoryObjectStore();
  await exportManifests(api, SELECTION, { store, prefix: 'exports/', indexKey: 'index.json' });
  return (await Array.fromAsync(readShards<KubeObject>(store, 'exports/'))).flat();
}
const replicasIn = (objects: KubeObject[]) =>
  Object.fromEntries(
    objects
      .filter(({ apiVersion }) => apiVersion === 'apps/v1')
      .map((object) => [refOf(object).name, (object.spec as { replicas: number }).replicas]),
  );

// Promise: quiesced-by-another
describe('a source that another run has at zero for its snapshot', () => {
  it('is exported with the replicas that it had, and without the mark of that run', async () => {
    const source = watched();
    const before = await exported(source.api);
    await runIn(source).quiesce();
    expect(await specOf(source, WEB)).toMatchObject({ replicas: 0 });
    const now = await exported(source.api);
    expect(replicasIn(now)).toEqual({ db: 3, web: 2 });
    expect(now.map(({ metadata }) => metadata.annotations)).toEqual(before.map(({ metadata }) => metadata.annotations));
  });

  it('is not quiesced beside it: it is waited for, by the name of that run', async () => {
    const source = watched();
    const first = runIn(source);
    await first.quiesce();
    const second = () => quiesceSource(source.api, memoryObjectStore(), 'run-2', requestFor(), ['shop']);
    await expect(second()).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringMatching(
        /at zero for the snapshot of run run-1, which brings it back to 2 replicas.*kubeferry rollback/,
      ),
    });
    await first.resume();
    await expect(second()).resolves.toMatchObject({ workloads: 2 });
  });

  it('is not taken by one of two that have looked at once, and that one brings nothing back', async () => {
    const source = watched();
    const first = runIn(source);
    let looked = false;
    const store = memoryObjectStore();
    // The other run does all of its work between this one's look and its first write.
    const slow = {
      ...source.api,
      merge: async (...call: Parameters<typeof source.api.merge>) => {
        if (!looked) await first.quiesce();
        looked = true;
        return source.api.merge(...call);
      },
    };
    await expect(quiesceSource(slow, store, 'run-2', requestFor(), ['shop'])).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining('was changed by run-1 in this very moment'),
    });
    // It is given up: what the first one has at zero stays so until that one is done.
    await resumeSource(async () => source.api, store, 'run-2');
    for (const ref of [DB, WEB]) expect(await specOf(source, ref)).toMatchObject({ replicas: 0 });
    await first.resume();
    expect([await specOf(source, DB), await specOf(source, WEB)]).toMatchObject([{ replicas: 3 }, { replicas: 2 }]);
  });

  it('is no more at zero by what ReplicaSets keep of their Deployment, nor by what somebody writes', async () => {
    const source = watched();
    const mark = { annotations: { 'kubeferry/quiesced-by': 'run-0/30' } };
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true };
    const set = { name: 'web-1', namespace: 'shop', uid: 'uid-set', ...mark, ownerReferences: [owner] };
    const more: KubeObject[] = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: set, spec: { replicas: 2 } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'shop', ...mark }, data: { a: 'b' } },
    ];
    for (const each of more) await source.api.create(each, { manager: 'x' });
    const objects = await exported(source.api);
    expect(replicasIn(objects)).toEqual({ db: 3, web: 2, 'web-1': 2 });
    expect(objects.find(({ kind }) => kind === 'ConfigMap')).not.toHaveProperty('spec');
    expect(objects.flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}))).toEqual([]);
    await expect(runIn(source).quiesce()).resolves.toBeDefined();
  });

  it('of a mark that nobody has removed keeps its own replicas', async () => {
    const source = watched();
    await source.api.merge(
      WEB,
      { metadata: { annotations: { 'kubeferry/quiesced-by': 'run-0/30' } } },
      { manager: 'x' },
    );
    expect(replicasIn(await exported(source.api))).toMatchObject({ web: 2 });
  });

  it('has no mark any more when it is resumed', async () => {
    const source = watched();
    const first = runIn(source);
    await first.quiesce();
    await first.resume();
    for (const ref of [DB, WEB]) expect((await source.api.get(ref))?.metadata.annotations ?? {}).toEqual({});
  });
});
