import { expect, it } from 'vitest';
import { HOOK_LIBRARY } from '../../../../core/base/request/hooks/library.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { resumeSource } from '../../../../core/execute/capture/resume-source.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { DB_POD, requestFor, SHOP, watched } from './some-source.ts';

const { before: FREEZE, after: THAW } = HOOK_LIBRARY.fsfreeze;
const HOOK = {
  namespace: 'shop',
  labelSelector: 'app=db',
  use: 'fsfreeze' as const,
  path: '/var/lib/db',
  freezeSeconds: 30,
};

/** A run with one hook of the library, in a pod whose commands end with these codes. */
function aRun(codes: Record<string, number> = {}) {
  const store = memoryObjectStore();
  const ran: { command: string[]; seconds: number }[] = [];
  const api: ClusterApi = {
    ...watched([...SHOP, DB_POD]).api,
    exec: async (_, command, seconds) => {
      ran.push({ command, seconds });
      const exitCode = codes[command[2] ?? ''] ?? 0;
      return { exitCode, stdout: '', stderr: exitCode ? 'fsfreeze: Operation not permitted' : '' };
    },
  };
  const request = requestFor({ quiesce: { hooks: [HOOK] } });
  return {
    ran,
    quiesce: () => quiesceSource(api, store, 'run-1', request, ['shop']),
    resume: () => resumeSource(async () => api, store, 'run-1'),
  };
}

// Promise: freezes-end-by-themselves
it('freezes for as long as the request says, and thaws when the source is resumed', async () => {
  const { quiesce, resume, ran } = aRun();
  await quiesce();
  await resume();
  const what = ['kubeferry-fsfreeze', '30', '/var/lib/db'];
  expect(ran).toEqual([
    { command: ['sh', '-c', FREEZE, ...what], seconds: 60 },
    { command: ['sh', '-c', THAW, ...what], seconds: 60 },
  ]);
});

// Promise: freezes-end-by-themselves
it('thaws what it has frozen although its own command failed, and names the hook and not its script', async () => {
  const { quiesce, resume, ran } = aRun({ [FREEZE]: 1 });
  await expect(quiesce()).rejects.toMatchObject({
    name: 'HookFailed',
    message:
      'Command of hook "fsfreeze" in pod shop/db-0 ended with 1: fsfreeze: Operation not permitted. The source is resumed; correct the hook and start again.',
  });
  await resume();
  expect(ran.map(({ command }) => command[2])).toEqual([FREEZE, THAW]);
});

it('says by its name which hook does not let go', async () => {
  const { quiesce, resume } = aRun({ [THAW]: 1 });
  await quiesce();
  await expect(resume()).rejects.toMatchObject({
    name: 'HookFailed',
    message: expect.stringContaining('command of hook "fsfreeze" ended with 1: fsfreeze: Operation not permitted'),
  });
});
