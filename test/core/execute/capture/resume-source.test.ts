import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import type { Quiesced } from '../../../../core/execute/capture/quiesced.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { ObjectRef } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { DB, NIGHTLY, SHOP, WEB, watched } from './some-source.ts';

const KEY = keysOf('run-1').quiesced;
const POD_REF = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'db-0' };
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0', namespace: 'shop' } };
const HOOK = { namespace: 'shop', pod: 'db-0', container: 'db', after: ['unlock'], timeoutSeconds: 5 };
/** Stands for the uid that the object has in the cluster. */
const ITS_OWN = 'its own';

/** A source of which a run has changed that, with pod `db-0` in it; `exec` answers its commands. */
async function quiesced(record: Partial<Quiesced>, exec?: ClusterApi['exec']) {
  const store = memoryObjectStore();
  const source = watched([...SHOP, POD]);
  const own = async <T extends { uid?: string }>(each: T, ref: ObjectRef): Promise<T> =>
    each.uid === ITS_OWN ? { ...each, uid: (await source.api.get(ref))?.metadata.uid } : each;
  const { workloads = [], cronJobs = [], hooks = [] } = record;
  await writeRecord(store, KEY, {
    ...{ ...record, hooksDone: true },
    workloads: await Promise.all(workloads.map((each) => own(each, each.ref))),
    cronJobs: await Promise.all(cronJobs.map((each) => own(each, each.ref))),
    hooks: await Promise.all(hooks.map((each) => own(each, { ...POD_REF, name: each.pod }))),
  } satisfies Quiesced);
  const ran: string[] = [];
  const api: ClusterApi = {
    ...source.api,
    exec: async (pod, command, seconds) => {
      ran.push(`${command.join(' ')} in ${pod.namespace}/${pod.name}/${pod.container} for ${seconds} s`);
      return exec ? exec(pod, command, seconds) : { exitCode: 0, stdout: '', stderr: '' };
    },
  };
  const isRecorded = async () => (await store.get(KEY)) !== undefined;
  const replicas = async (ref: typeof DB) => ((await api.get(ref))!.spec as { replicas: number }).replicas;
  return {
    api,
    ran,
    isRecorded,
    replicas,
    resume: (through = api) => resumeSource(async () => through, store, 'run-1'),
  };
}

it('enters no cluster when nothing was quiesced', async () => {
  const never = () => Promise.reject(new Error('the cluster was entered'));
  expect(await resumeSource(never, memoryObjectStore(), 'run-1')).toEqual({ workloads: 0 });
});

describe('a command that undoes a hook', () => {
  it('runs in the container in which the first one ran, and the record goes', async () => {
    const { resume, ran, isRecorded } = await quiesced({ hooks: [{ ...HOOK, uid: ITS_OWN }] });
    expect(await resume()).toEqual({ workloads: 0, hooks: 1 });
    expect(ran).toEqual(['unlock in shop/db-0/db for 5 s']);
    expect(await isRecorded()).toBe(false);
  });

  it.each([
    ['the pod is gone', { ...HOOK, pod: 'db-1' }],
    ["another pod has the pod's name", { ...HOOK, uid: 'uid-before' }],
  ])('does not run when %s, since what it would undo is gone with it', async (_, hook) => {
    const { resume, ran, isRecorded } = await quiesced({ hooks: [hook] });
    await resume();
    expect(ran).toEqual([]);
    expect(await isRecorded()).toBe(false);
  });

  it('that fails is reported with its exit code and output, after everything else was resumed', async () => {
    const failing = await quiesced(
      { workloads: [{ ref: WEB, uid: ITS_OWN, replicas: 4 }], hooks: [HOOK, { ...HOOK, after: ['thaw'] }] },
      async (_, command) => ({ exitCode: command[0] === 'unlock' ? 3 : 0, stdout: '', stderr: 'no lock is held' }),
    );
    await expect(failing.resume()).rejects.toMatchObject({
      name: 'HookFailed',
      message: expect.stringMatching(
        /pod shop\/db-0: command \["unlock"\] ended with 3: no lock is held.*roll-back.*quiesced\.json/,
      ),
      problems: [{ at: 'pod shop/db-0' }],
    });
    expect(await failing.replicas(WEB)).toBe(4);
    expect(failing.ran).toHaveLength(2);
    expect(await failing.isRecorded()).toBe(true);
  });
});

it('names all that failed, each with no more of its output than helps', async () => {
  const failing = await quiesced({ hooks: [HOOK, { ...HOOK, after: ['thaw'] }] }, async () => ({
    exitCode: 1,
    stdout: '',
    stderr: 'x'.repeat(1000),
  }));
  const output = `x{300}`;
  await expect(failing.resume()).rejects.toThrow(
    new RegExp(
      `\\["unlock"\\] ended with 1: ${output}; pod shop/db-0: command \\["thaw"\\] ended with 1: ${output}\\. `,
    ),
  );
});

describe('a workload that was scaled to zero', () => {
  it('is scaled through its scale alone, which is all that the role may write of it', async () => {
    const workloads = [{ ref: WEB, uid: ITS_OWN, replicas: 4 }];
    const { api, resume } = await quiesced({ cutOver: true, workloads, cronJobs: [{ ref: NIGHTLY, uid: ITS_OWN }] });
    await api.merge(WEB, { metadata: { annotations: { 'kubeferry/cut-over-by': 'run-1' } } }, { manager: 'x' });
    const writes: unknown[] = [];
    const merge: ClusterApi['merge'] = (ref, patch, options) => {
      writes.push([ref.name, options]);
      return api.merge(ref, patch, options);
    };
    await resume({ ...api, merge });
    const manager = 'kubeferry';
    expect(writes).toEqual([
      [WEB.name, { manager, subresource: 'scale' }],
      // The mark of the cut-over.
      [WEB.name, { manager }],
      [NIGHTLY.name, { manager }],
    ]);
  });

  it('keeps the replicas that something else has given it meanwhile', async () => {
    const { resume, replicas } = await quiesced({ workloads: [{ ref: DB, uid: ITS_OWN, replicas: 1 }] });
    await resume();
    expect(await replicas(DB)).toBe(3);
  });

  it('is left alone when it was deleted, or re-created and runs', async () => {
    const gone = { ...WEB, name: 'gone' };
    const workloads = [
      { ref: gone, uid: 'uid-gone', replicas: 2 },
      { ref: WEB, uid: 'uid-before', replicas: 9 },
    ];
    const { resume, replicas } = await quiesced({ workloads });
    expect(await resume()).toEqual({ workloads: 2 });
    expect(await replicas(WEB)).toBe(2);
  });

  it('is scaled back when it was re-created at zero, or its record is of an earlier version without a uid', async () => {
    for (const known of [{ uid: 'uid-before' }, {}]) {
      const { resume, replicas, api } = await quiesced({ workloads: [{ ref: WEB, ...known, replicas: 2 }] });
      await api.merge(WEB, { spec: { replicas: 0 } }, { manager: 'x' });
      await resume();
      expect(await replicas(WEB)).toBe(2);
    }
  });

  it('gets its replicas back though some run, where an earlier version has recorded no uid', async () => {
    const { resume, replicas } = await quiesced({ workloads: [{ ref: WEB, replicas: 9 }] });
    await resume();
    expect(await replicas(WEB)).toBe(9);
  });

  it('keeps the mark of another run where this one cut nothing over', async () => {
    const { resume, api } = await quiesced({ workloads: [{ ref: WEB, uid: ITS_OWN, replicas: 2 }] });
    await api.merge(WEB, { metadata: { annotations: { 'kubeferry/cut-over-by': 'run-0' } } }, { manager: 'x' });
    await resume();
    expect((await api.get(WEB))?.metadata.annotations).toMatchObject({ 'kubeferry/cut-over-by': 'run-0' });
  });

  it('loses the mark of its cut-over', async () => {
    const { resume, api } = await quiesced({ cutOver: true, workloads: [{ ref: WEB, uid: ITS_OWN, replicas: 2 }] });
    await api.merge(WEB, { metadata: { annotations: { 'kubeferry/cut-over-by': 'run-1' } } }, { manager: 'x' });
    await resume();
    expect((await api.get(WEB))?.metadata.annotations ?? {}).not.toHaveProperty('kubeferry/cut-over-by');
  });

  it('that the API server refuses to scale is named, and all others are resumed', async () => {
    const workloads = [DB, WEB].map((ref) => ({ ref, uid: ITS_OWN, replicas: 5 }));
    const { api, replicas, resume, isRecorded } = await quiesced({ workloads });
    const refusing: ClusterApi = {
      ...api,
      merge: async (ref, ...call) => {
        if (ref.name === 'db') throw new KubeferryError('AccessDenied', 'denied by a policy');
        return api.merge(ref, ...call);
      },
    };
    await expect(resume(refusing)).rejects.toMatchObject({
      problems: [{ at: 'apps/v1 StatefulSet shop/db', message: 'denied by a policy' }],
    });
    expect([await replicas(DB), await replicas(WEB)]).toEqual([3, 5]);
    expect(await isRecorded()).toBe(true);
  });
});

it('lets only those schedules start jobs again that it has suspended itself', async () => {
  const isSuspended = async (uid: string) => {
    const { resume, api } = await quiesced({ cronJobs: [{ ref: NIGHTLY, uid }] });
    await api.merge(NIGHTLY, { spec: { suspend: true } }, { manager: 'x' });
    expect(await resume()).toEqual({ workloads: 0, cronJobs: 1 });
    return ((await api.get(NIGHTLY))!.spec as { suspend: boolean }).suspend;
  };
  expect([await isSuspended(ITS_OWN), await isSuspended('uid-before')]).toEqual([false, true]);
});

it('needs no schedule that was deleted meanwhile', async () => {
  const gone = { ...NIGHTLY, name: 'gone' };
  const { resume, isRecorded } = await quiesced({ cronJobs: [{ ref: gone, uid: 'uid-gone' }] });
  await resume();
  expect(await isRecorded()).toBe(false);
});

it('gives up at once when the cluster does not answer, and keeps its record for the next attempt', async () => {
  const { api, resume, isRecorded } = await quiesced({ workloads: [{ ref: WEB, uid: ITS_OWN, replicas: 2 }] });
  const silent = { ...api, get: () => Promise.reject(new KubeferryError('ClusterUnreachable', 'nobody answers')) };
  await expect(resume(silent)).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  expect(await isRecorded()).toBe(true);
});
