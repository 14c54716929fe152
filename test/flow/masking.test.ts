import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { TAG } from '../../core/base/run/names.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import type { JobEnd } from '../../emulator/kubernetes/store/cluster-state.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { listCluster } from './listing.ts';
import { type Assembly, assemblyOf } from './private-assembly.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

const LABEL = 'kubeferry/masking';
const CLAIM = 'small/data-db-0';
const MASKED = Buffer.from('nobody');
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

let assembly: Assembly;
let small: SmallCloud;
/** What the pod of the masking comes to, after whoever is asked has looked at the target. */
let end: JobEnd = { exitCode: 0 };
/** The namespace as it is while data is masked, at the first look of each pod. */
let seen: string[] | undefined;
let isLooking = false;

function meet(pod: KubeObject): JobEnd {
  if (!pod.metadata.labels?.[LABEL]) return { exitCode: 0 };
  if (!isLooking)
    void listCluster(small.target, pod.metadata.namespace).then((all) => {
      seen = all;
    });
  isLooking = true;
  if (!seen) return 'runs on';
  const { id, region } = small.cloud.accounts.target;
  for (const volume of small.cloud.ec2.place(id, region).volumes.values())
    if (volume.tags[TAG.claim] === CLAIM) small.cloud.ec2.writeVolume(volume.id, 0, MASKED);
  return end;
}

beforeAll(async () => {
  assembly = assemblyOf((route) => [
    { ...route, masking },
    { ...route, name: 'prod-to-look', masking: { ...masking, onFailure: 'keep' } },
  ]);
  small = await startSmallCloud(200, { backend: inProcess({ jobs: meet }), assembly: assembly.folder });
});
afterAll(async () => {
  await small?.stop();
  assembly?.remove();
});
/** What runs, or is called. */
const RUNNING = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Service'];

beforeEach(() => {
  end = { exitCode: 0 };
  seen = undefined;
  isLooking = false;
});

const reportOf = async (name: string) => (await findRecord<Report>(recordsOf(small.cloud), keysOf(name).report))!;
const kindsOf = (names: string[] = []) => new Set(names.map((name) => name.split(' ')[1]));
const bytesOf = ({ volumes }: Report, length: number) =>
  small.cloud.ec2.readVolume(volumes.find(({ claim }) => claim === CLAIM)!.targetVolumeId!, 0, length).toString();

describe('a clone on a route that masks', () => {
  // Promise: masking-before-anything
  it('masks its data before anything of it is there to run, also when the function that waits for it is killed', async () => {
    small.cloud.addFault({ on: 'lambda:settle-wave', nth: 12, effect: { kind: 'kill-after' } });
    const ended = await small.clone(into('masked'));
    expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    const report = await reportOf(ended.name);
    expect(report.masking?.jobs).toMatchObject([{ name: 'names', outcome: 'passed', exitCode: 0 }]);
    expect(bytesOf(report, MASKED.length)).toBe('nobody');
    const [during, after] = [kindsOf(seen), kindsOf(await listCluster(small.target, 'masked'))];
    expect(during).toContain('Job');
    for (const kind of RUNNING) expect(during).not.toContain(kind);
    for (const kind of RUNNING) expect(after).toContain(kind);
  });

  // Promise: failed-masking-starts-nothing
  it('never starts when a job fails, stays for a look where the route says so, and is undone by a roll-back', async () => {
    end = { exitCode: 3 };
    const before = await listCluster(small.target);
    const request = { selection: { namespaces: ['small'] }, ...into('kept') };
    const execution = await startExecution(small.cloud, 'kubeferry-prod-to-look', request);
    const ended = await execution.ended(() => {});
    expect(ended).toMatchObject({ status: 'FAILED', error: 'MaskingFailed' });
    for (const words of ['ended with 3', `kubeferry rollback prod-to-look ${execution.name}`])
      expect(ended.cause).toContain(words);
    expect((await reportOf(execution.name)).masking?.jobs).toMatchObject([{ outcome: 'failed', exitCode: 3 }]);
    const left = kindsOf(await listCluster(small.target, 'kept'));
    expect(left).toContain('PersistentVolumeClaim');
    for (const kind of RUNNING) expect(left).not.toContain(kind);
    const input = (await findRecord<Record<string, unknown>>(recordsOf(small.cloud), keysOf(execution.name).clone))!;
    const undone = await (await startExecution(small.cloud, 'kubeferry-roll-back', input)).ended(() => {});
    expect(undone, undone.cause).toMatchObject({ status: 'SUCCEEDED' });
    expect(await listCluster(small.target)).toEqual(before);
  });
});
