import { describe, expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readRecord } from '../../../../core/base/run/records.ts';
import { cutOverSource } from '../../../../core/execute/capture/cut-over-source.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import type { Quiesced } from '../../../../core/execute/capture/quiesced.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { CUT_OVER, DB, DB_POD, NIGHTLY, requestFor, SHOP, specOf, WEB, watched } from './some-source.ts';

const HOOK = { namespace: 'shop', labelSelector: 'app=db', before: ['flush'], after: ['unlock'] };

/** A run that quiesces the shop, of whose commands and writes is kept what they were. */
function aRun(request: RequestInput, objects: KubeObject[] = [...SHOP, DB_POD]) {
  const store = memoryObjectStore();
  const source = watched(objects);
  const commands: string[] = [];
  const writes: { name: string; options: unknown }[] = [];
  const api: ClusterApi = {
    ...source.api,
    get: (ref) => source.api.get(ref),
    exec: async (_, command) => {
      commands.push(command.join(' '));
      return { exitCode: 0, stdout: '', stderr: '' };
    },
    merge: (ref, patch, options) => {
      writes.push({ name: ref.name, options });
      return source.api.merge(ref, patch, options);
    },
  };
  const parsed = requestFor(request);
  return {
    api,
    source,
    commands,
    writes,
    quiesce: (at?: string) => quiesceSource(api, store, 'run-1', parsed, ['shop'], at),
    cutOver: (at: string) => cutOverSource(api, store, { cloneId: 'run-1', selection: parsed.selection }, ['shop'], at),
    record: () => readRecord<Quiesced>(store, keysOf('run-1').quiesced, 'test'),
    isRecorded: async () => (await store.get(keysOf('run-1').quiesced)) !== undefined,
  };
}

it('runs each command once, however often the function is called after they have run', async () => {
  const { quiesce, commands } = aRun({ quiesce: { hooks: [HOOK] } });
  for (const _ of [1, 2, 3]) await quiesce();
  expect(commands).toEqual(['flush']);
});

it('changes and records nothing where nothing is to be quiesced', async () => {
  const { quiesce, writes, commands, isRecorded } = aRun({ quiesce: {} });
  expect(await quiesce('2026-11-22T10:00:00Z')).toEqual({ workloads: 0 });
  expect([writes, commands, await isRecorded()]).toEqual([[], [], false]);
});

it('leaves the replicas and the schedules of a source alone in which only commands are run', async () => {
  const { quiesce, writes } = aRun({ quiesce: { hooks: [HOOK] } });
  await quiesce();
  expect(writes).toEqual([]);
});

it('scales through the scale alone, which is all that the role may write of replicas', async () => {
  const { quiesce, writes, source } = aRun({ ...CUT_OVER }, SHOP);
  await quiesce();
  expect(await specOf(source, WEB)).toMatchObject({ replicas: 0 });
  const manager = 'kubeferry';
  const scaled = writes.filter(({ options }) => (options as { subresource?: string }).subresource !== undefined);
  expect(scaled).toEqual([WEB, DB].map(({ name }) => ({ name, options: { manager, subresource: 'scale' } })));
  expect(writes.map(({ options }) => (options as { manager: string }).manager)).toEqual(writes.map(() => manager));
});

it('suspends the schedules that would start jobs, and no other, only for a cut-over', async () => {
  const asleep = { ...SHOP[3]!, metadata: { ...SHOP[3]!.metadata, name: 'asleep', uid: 'uid-asleep' } };
  const objects = [...SHOP, { ...asleep, spec: { schedule: '0 3 * * *', suspend: true } }];
  const moved = aRun({ ...CUT_OVER }, objects);
  await moved.quiesce();
  expect((await moved.record()).cronJobs).toEqual([{ ref: NIGHTLY, uid: expect.any(String) }]);
  const cloned = aRun({}, objects);
  await cloned.quiesce();
  expect((await cloned.record()).cronJobs).toBeUndefined();
  expect(await specOf(cloned.source, NIGHTLY)).toMatchObject({ suspend: false });
});

it('keeps the times at which it first went down and was cut over, when its functions run again', async () => {
  const { quiesce, cutOver, record } = aRun({ ...CUT_OVER }, SHOP);
  await quiesce('2026-11-22T10:00:00Z');
  await quiesce('2026-11-22T10:05:00Z');
  await cutOver('2026-11-22T11:00:00Z');
  await cutOver('2026-11-22T11:05:00Z');
  expect(await record()).toMatchObject({ downSince: '2026-11-22T10:00:00Z', cutOverAt: '2026-11-22T11:00:00Z' });
});

it('is not cut over where somebody has re-created a workload at zero meanwhile, and says so of each', async () => {
  const { quiesce, cutOver, source } = aRun({ ...CUT_OVER }, SHOP);
  await quiesce();
  for (const [at, ref] of [
    [1, DB],
    [2, WEB],
  ] as const) {
    await source.api.delete(ref);
    const metadata = { ...SHOP[at]!.metadata, uid: 'another' };
    await source.api.create({ ...SHOP[at]!, metadata, spec: { replicas: 0 } }, { manager: 'somebody' });
  }
  await expect(cutOver('2026-11-22T11:00:00Z')).rejects.toThrow(
    'apps/v1 Deployment shop/web was deleted; apps/v1 StatefulSet shop/db was deleted. ',
  );
});

it('names each command that is outside of the namespaces of the run, and that none was run', async () => {
  const hooks = ['billing', 'ledger'].map((namespace) => ({ ...HOOK, namespace }));
  const { quiesce, commands } = aRun({ quiesce: { hooks } });
  await expect(quiesce()).rejects.toThrow(
    /^No command was run\. quiesce\.hooks\.0\.namespace: "billing".+\. quiesce\.hooks\.1\.namespace: "ledger"/,
  );
  expect(commands).toEqual([]);
});

describe('a generation', () => {
  const withGeneration = (generation: number) =>
    SHOP.map((object) => ({ ...object, metadata: { ...object.metadata, generation } }));

  it('that stayed as it was at zero lets the source be cut over', async () => {
    const { quiesce, cutOver, source } = aRun({ ...CUT_OVER }, withGeneration(4));
    const { get } = source.api;
    source.api.get = async (ref) => {
      const found = await get(ref);
      return found && { ...found, metadata: { ...found.metadata, generation: 5 } };
    };
    await quiesce();
    await expect(cutOver('2026-11-22T11:00:00Z')).resolves.toMatchObject({ workloads: 2 });
  });

  it('that was not recorded is compared with none', async () => {
    const { quiesce, cutOver, source } = aRun({ ...CUT_OVER }, SHOP);
    const { get } = source.api;
    source.api.get = async (ref) => {
      const found = await get(ref);
      const { generation: _, ...metadata } = found?.metadata ?? { name: '' };
      return found && { ...found, metadata };
    };
    await quiesce();
    source.api.get = async (ref) => {
      const found = await get(ref);
      return found && { ...found, metadata: { ...found.metadata, generation: 6 } };
    };
    await expect(cutOver('2026-11-22T11:00:00Z')).resolves.toMatchObject({ workloads: 2 });
  });
});
