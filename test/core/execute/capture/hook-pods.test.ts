import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readRecord } from '../../../../core/base/run/records.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import type { Quiesced } from '../../../../core/execute/capture/quiesced.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { namespace, requestFor, SHOP, watched } from './some-source.ts';

const HOOK = { namespace: 'shop', labelSelector: 'app=db', container: 'db', before: ['flush'], after: ['unlock'] };

const pod = (name: string, place: string, app: string, phase = 'Running'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: place, uid: `uid-${name}`, labels: { app } },
  spec: { containers: [{ name: 'db' }] },
  status: { phase },
});

/** Quiesces by commands alone, and answers in which pods which were run. */
async function hooked(pods: KubeObject[], exitCode = 0) {
  const store = memoryObjectStore();
  const { api } = watched([...SHOP, namespace('billing'), ...pods]);
  const ran: string[] = [];
  const exec: ClusterApi['exec'] = async ({ namespace, name, container }, command) => {
    ran.push(`${command.join(' ')} in ${namespace}/${name}/${container}`);
    return { exitCode, stdout: '', stderr: 'x'.repeat(1_000) };
  };
  const request = requestFor({ quiesce: { hooks: [HOOK] } });
  const done = quiesceSource({ ...api, exec }, store, 'run-1', request, ['shop'], '2026-11-22T10:00:00Z');
  return { ran, done, record: () => readRecord<Quiesced>(store, keysOf('run-1').quiesced, 'test') };
}

// Promise: quiesce-only-if-allowed
it('runs a command in the running pods of its namespace that match, and in no other', async () => {
  const { ran, done } = await hooked([
    pod('db-0', 'shop', 'db'),
    pod('db-1', 'shop', 'db', 'Pending'),
    pod('db-old', 'shop', 'db', 'Succeeded'),
    pod('web-0', 'shop', 'web'),
    pod('ledger-0', 'billing', 'db'),
  ]);
  await done;
  expect(ran).toEqual(['flush in shop/db-0/db']);
});

it('runs no command, and says why, where no pod that matches is running', async () => {
  const { ran, done } = await hooked([pod('db-0', 'shop', 'db', 'Pending'), pod('ledger-0', 'billing', 'db')]);
  await expect(done).rejects.toMatchObject({
    name: 'HookFailed',
    message: expect.stringContaining('No running pod in namespace "shop" matches "app=db"'),
  });
  expect(ran).toEqual([]);
});

it('names a command that failed, its pod, and no more of its output than helps', async () => {
  const { done } = await hooked([pod('db-0', 'shop', 'db')], 7);
  await expect(done).rejects.toMatchObject({
    name: 'HookFailed',
    message: expect.stringMatching(/\["flush"\] in pod shop\/db-0 ended with 7: x{500}\. /),
  });
});

it('records in which pod what is to be undone, and no time of going down, where nothing goes down', async () => {
  const { done, record } = await hooked([pod('db-0', 'shop', 'db')]);
  await done;
  const { hooks, downSince } = await record();
  expect(hooks).toMatchObject([{ namespace: 'shop', pod: 'db-0', container: 'db', after: ['unlock'] }]);
  expect(downSince).toBeUndefined();
});
