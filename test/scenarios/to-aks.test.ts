import { afterAll, beforeAll, expect, it } from 'vitest';
import intoAks from '../../cli/demo/azure/to-aks.config.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import { MASKING_LABEL } from '../../core/execute/masking/masking-objects.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import type { JobEnd } from '../../emulator/kubernetes/store/cluster-state.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { contentsOf, listCluster } from '../flow/listing.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';
import { type Assembly, assemblyOf } from './private-assembly.ts';

const MASKED = 'nobody';
const masking = {
  jobs: [
    {
      name: 'names',
      namespace: 'small',
      image: 'registry/mask:1',
      command: ['mask'],
      claims: { '/data': 'data-db-0' },
      timeoutSeconds: 60,
    },
  ],
  unmasked: ['small/files'],
};

let small: SmallCloud;
let assembly: Assembly;
beforeAll(async () => {
  const [route] = intoAks.routes;
  assembly = assemblyOf(() => [route!, { ...route!, name: 'prod-to-masked', masking }]);
  small = await startSmallCloud(200, { assembly: assembly.folder, backend: inProcess({ jobs: mask }), classes: 'aks' });
});
afterAll(async () => {
  await small?.stop();
  assembly?.remove();
});

/** What the image of the masking does: it writes over the disk that its claim is on, while nothing else of the clone is there. */
let seen: string[] | undefined;
let isMasked = false;
function mask(pod: KubeObject): JobEnd {
  if (!pod.metadata.labels?.[MASKING_LABEL]) return { exitCode: 0 };
  const { namespace } = pod.metadata;
  seen ??= [];
  void Promise.all([volumesOfClaims(small.target), listCluster(small.target, namespace)]).then(([disks, all]) => {
    if (isMasked) return;
    seen = all;
    devicesOf(small.cloud).writeVolume(disks.get(`${namespace}/data-db-0`)!, MARK_AT, Buffer.from(MASKED));
    isMasked = true;
  });
  return isMasked ? { exitCode: 0 } : 'runs on';
}

const CLAIMS = ['data-db-0', 'files'];
/** Where each night leaves its mark on a volume. */
const MARK_AT = 1024;

async function mark(text: string): Promise<void> {
  const disks = await volumesOfClaims(small.source);
  for (const claim of CLAIMS) small.cloud.ec2.writeVolume(disks.get(`small/${claim}`)!, MARK_AT, Buffer.from(text));
}

/** The marks under the claims of a namespace of the target, and the disks that they are on. */
async function marks(namespace: string, length: number) {
  const disks = await volumesOfClaims(small.target);
  const devices = devicesOf(small.cloud);
  const handles = CLAIMS.map((claim) => disks.get(`${namespace}/${claim}`)!);
  return { handles, texts: handles.map((id) => devices.readVolume(id, MARK_AT, length).toString()) };
}

const disksInAzure = () => small.cloud.azure!.inventory();

async function sail(request: Record<string, unknown>): Promise<string> {
  const ended = await small.clone(request);
  expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
  return ended.name;
}

async function rollBack(id: string): Promise<void> {
  const record = await findRecord<object>(recordsOf(small.cloud), keysOf(id).clone);
  const undone = await (await startExecution(small.cloud, 'kubeferry-roll-back', { ...record, failure: null })).ended();
  expect(undone, undone.cause).toMatchObject({ status: 'SUCCEEDED' });
}

it('refreshes a clone in AKS: other disks under the same claims, and the former ones when the night fails', async () => {
  const before = disksInAzure();
  const nightly = { ...into('night'), onConflict: 'refresh' };
  await mark('monday');
  await sail(nightly);
  const [first, objects] = [await marks('night', 6), await contentsOf(small.target, 'night')];
  expect(first.texts).toEqual(['monday', 'monday']);

  await mark('tuesday');
  small.cloud.addFault({ on: 'lambda:park-former-clone', nth: 1, effect: { kind: 'kill-after' } });
  const id = await sail(nightly);
  const second = await marks('night', 7);
  expect(second.texts).toEqual(['tuesday', 'tuesday']);
  expect(second.handles.filter((handle) => first.handles.includes(handle))).toEqual([]);
  expect(await contentsOf(small.target, 'night')).toEqual(objects);
  expect(disksInAzure()).toHaveLength(before.length + CLAIMS.length);

  await mark('wednesday');
  const standing = disksInAzure();
  const effect = { kind: 'error', code: 'VerificationFailed', message: 'injected' } as const;
  small.cloud.addFault({ on: 'lambda:verify-clone', nth: 1, effect });
  expect(await small.clone(nightly)).toMatchObject({ status: 'FAILED', error: 'VerificationFailed' });
  expect(disksInAzure()).toEqual(standing);
  expect(await marks('night', 7)).toEqual(second);
  expect(await contentsOf(small.target, 'night')).toEqual(objects);

  await rollBack(id);
  expect(disksInAzure()).toEqual(before);
});

it('clones a capture of EKS into AKS', async () => {
  const before = disksInAzure();
  await mark('captured');
  const capture = await sail({ mode: 'capture', capture: { name: 'now' } });
  await mark('later...');
  const id = await sail({ source: { capture: 'now' }, selection: {}, mappings: { namespaces: { small: 'copy' } } });
  expect((await marks('copy', 8)).texts).toEqual(['captured', 'captured']);
  await rollBack(id);
  await rollBack(capture);
  expect(disksInAzure()).toEqual(before);
});

it('masks the data of a clone in AKS before anything of it is there to run', async () => {
  const before = disksInAzure();
  await mark('names of people');
  const request = { selection: { namespaces: ['small'] }, ...into('masked') };
  const execution = await startExecution(small.cloud, 'kubeferry-prod-to-masked', request);
  const ended = await execution.ended();
  expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
  expect((await marks('masked', MASKED.length)).texts).toEqual([MASKED, 'names ']);
  const kinds = new Set((seen ?? []).map((name) => name.split(' ')[1]));
  expect(kinds).toContain('Job');
  for (const kind of ['Deployment', 'StatefulSet', 'Service']) expect(kinds).not.toContain(kind);
  await rollBack(execution.name);
  expect(disksInAzure()).toEqual(before);
});
