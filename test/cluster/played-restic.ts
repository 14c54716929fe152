import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MOVER_LABEL } from '../../core/plan/movers/mover-objects.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { listAt, textAt } from '../../kube/fields.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { backupTools } from './backup-tools/build-tools.ts';

const run = promisify(execFile);
const PODS = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['list'] };
type Shares = ReadonlyMap<string, string>;

/**
 * Plays the kubelet of pods whose claims no driver attaches, which the fake ones leave alone: the real restic of this machine runs
 * with the container's own arguments, variables and Secret; only what is mounted lies in another folder. The answer ends it, and
 * says how many pods it has played.
 */
export function playRestic(api: ClusterApi, shares: Shares): () => Promise<number> {
  let isOver = false;
  const played = new Set<string>();
  const loop = (async () => {
    for (; !isOver; await wait(200))
      for await (const page of api.list(PODS, { labelSelector: MOVER_LABEL }))
        for (const pod of page.filter((each) => textAt(each, 'spec.nodeName') && !played.has(each.metadata.uid!))) {
          played.add(pod.metadata.uid!);
          await playPod(api, pod, shares);
        }
  })();
  return async () => {
    isOver = true;
    await loop;
    return played.size;
  };
}

async function playPod(api: ClusterApi, pod: KubeObject, shares: Shares): Promise<void> {
  const [container] = listAt(pod, 'spec.containers');
  const volumes = listAt(pod, 'spec.volumes');
  const { namespace = '' } = pod.metadata;
  const claim = volumes.flatMap((each) => textAt(each, 'persistentVolumeClaim.claimName') ?? [])[0];
  const secretName = volumes.flatMap((each) => textAt(each, 'secret.secretName') ?? [])[0] ?? '';
  const mounted = mkdtempSync(join(tmpdir(), 'kubeferry-restic-'));
  const data = shares.get(`${namespace}/${claim}`) ?? '';
  const here = (text: string) =>
    text
      .replaceAll('/kubeferry/', `${mounted}/`)
      .replace(/^(--exclude=)?\/data/, (_, option = '') => `${option}${data}`);
  const say = (phase: string, state: object) => {
    const { name, image } = container as { name: string; image: string };
    const status = { phase, containerStatuses: [{ name, image, imageID: '', ready: false, restartCount: 0, state }] };
    return api.merge(refOf(pod), { status }, { manager: 'kubelet', subresource: 'status' });
  };
  try {
    for (const [key, value] of Object.entries(await secretOf(api, namespace, secretName)))
      writeFileSync(join(mounted, key), here(Buffer.from(value, 'base64').toString()));
    // Not in phase Running, in which the fake kubelet would end it.
    await say('Pending', { running: {} });
    const variables = listAt(container, 'env').map((each) => [textAt(each, 'name'), here(textAt(each, 'value') ?? '')]);
    const env = { PATH: process.env.PATH, TMPDIR: mounted, ...Object.fromEntries(variables) };
    const args = listAt(container, 'args').map((each) => here(String(each)));
    const exitCode = await run((await backupTools()).restic, args, { env }).then(
      () => 0,
      (error: Error & { code?: number }) => error.code ?? 1,
    );
    await say(exitCode === 0 ? 'Succeeded' : 'Failed', { terminated: { exitCode, reason: 'Ended' } });
  } finally {
    rmSync(mounted, { recursive: true, force: true });
  }
}

/** A kubelet waits for it. */
async function secretOf(api: ClusterApi, namespace: string, name: string): Promise<Record<string, string>> {
  for (let tries = 0; tries < 100; tries++) {
    const secret = await api.get({ apiVersion: 'v1', kind: 'Secret', namespace, name });
    if (secret) return secret.data as Record<string, string>;
    await wait(100);
  }
  throw new Error(`There is no Secret ${namespace}/${name}.`);
}
