import { expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import { requireHeld } from '../../../../core/execute/capture/require-held.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { refOf } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { DB_POD, requestFor, SHOP, watched } from './some-source.ts';

const HOOK = { namespace: 'shop', labelSelector: 'app=db' };
const FREEZES = { ...HOOK, use: 'fsfreeze', path: '/data', freezeSeconds: 60 } as const;
const at = (seconds: number) => new Date(Date.parse('2026-11-22T10:00:00Z') + seconds * 1_000).toISOString();

async function quiesced(request: RequestInput) {
  const [store, source] = [memoryObjectStore(), watched([...SHOP, DB_POD])];
  const api: ClusterApi = { ...source.api, exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }) };
  const quiesce = () => quiesceSource(api, store, 'run-1', requestFor(request), ['shop'], at(0));
  await quiesce();
  return { api, quiesce, begun: (seconds: number) => requireHeld(store, 'run-1', at(seconds)) };
}

// Promise: freeze-held-or-failed
it('takes a snapshot that was begun while the freeze held, and none that was begun later', async () => {
  const { begun } = await quiesced({ quiesce: { hooks: [FREEZES] } });
  await begun(60);
  await expect(begun(61)).rejects.toMatchObject({
    name: 'HookFailed',
    message: expect.stringMatching(
      /let go after 60 seconds, .* begun 61 seconds after .* Set freezeSeconds of the hook to 91 or more/,
    ),
  });
  await expect(begun(1_000)).rejects.toThrow('No freeze may last so long');
});

it('asks for no freeze of hooks that freeze nothing, and where nothing was quiesced', async () => {
  const flushing = await quiesced({ quiesce: { hooks: [{ ...HOOK, use: 'postgresql' }] } });
  await flushing.begun(1_000);
  const own = await quiesced({ quiesce: { hooks: [{ ...HOOK, before: ['flush'], after: ['true'] }] } });
  await own.begun(1_000);
  await requireHeld(memoryObjectStore(), 'run-1', at(1_000));
});

it('asks for no freeze of a pod that was scaled away, in which nobody writes', async () => {
  const { api, quiesce, begun } = await quiesced({ quiesce: { scaleToZero: true, hooks: [FREEZES] } });
  await expect(begun(1_000)).rejects.toMatchObject({ name: 'HookFailed' });
  await api.delete(refOf(DB_POD));
  await quiesce();
  await begun(1_000);
});
