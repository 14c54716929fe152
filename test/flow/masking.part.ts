import { beforeEach, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { listCluster } from './listing.ts';
import { CLAIM, MASKED, masking } from './masking-pods.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

/** What runs, or is called. */
const RUNNING = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Service'];

beforeEach(() => {
  Object.assign(masking, { end: { exitCode: 0 }, seen: undefined, isLooking: false });
});

const reportOf = async (name: string) => (await findRecord<Report>(recordsOf(small.cloud), keysOf(name).report))!;
const kindsOf = (names: string[] = []) => new Set(names.map((name) => name.split(' ')[1]));
const bytesOf = ({ volumes }: Report, length: number) =>
  small.cloud.ec2.readVolume(volumes.find(({ claim }) => claim === CLAIM)!.targetVolumeId!, 0, length).toString();

const cloneInto = (namespace: string) => ({ selection: { namespaces: ['small'] }, ...into(namespace) });

// Promise: masking-before-anything
it('masks its data before anything of it is there to run, also when the function that waits for it is killed', async () => {
  small.cloud.addFault({ on: 'lambda:settle-wave', nth: 12, effect: { kind: 'kill-after' } });
  const execution = await startExecution(small.cloud, 'kubeferry-prod-to-masked', cloneInto('masked'));
  const ended = await execution.ended();
  expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
  const report = await reportOf(execution.name);
  expect(report.masking?.jobs).toMatchObject([{ name: 'names', outcome: 'passed', exitCode: 0 }]);
  expect(bytesOf(report, MASKED.length)).toBe('nobody');
  const [during, after] = [kindsOf(masking.seen), kindsOf(await listCluster(small.target, 'masked'))];
  expect(during).toContain('Job');
  for (const kind of RUNNING) expect(during).not.toContain(kind);
  for (const kind of RUNNING) expect(after).toContain(kind);
});

// Promise: failed-masking-starts-nothing
it('never starts when a job fails, stays for a look where the route says so, and is undone by a roll-back', async () => {
  masking.end = { exitCode: 3 };
  const before = await listCluster(small.target);
  const execution = await startExecution(small.cloud, 'kubeferry-prod-to-look', cloneInto('kept'));
  const ended = await execution.ended();
  expect(ended).toMatchObject({ status: 'FAILED', error: 'MaskingFailed' });
  for (const words of ['ended with 3', `kubeferry rollback prod-to-look ${execution.name}`])
    expect(ended.cause).toContain(words);
  expect((await reportOf(execution.name)).masking?.jobs).toMatchObject([{ outcome: 'failed', exitCode: 3 }]);
  const left = kindsOf(await listCluster(small.target, 'kept'));
  expect(left).toContain('PersistentVolumeClaim');
  for (const kind of RUNNING) expect(left).not.toContain(kind);
  const input = (await findRecord<Record<string, unknown>>(recordsOf(small.cloud), keysOf(execution.name).clone))!;
  const undone = await (await startExecution(small.cloud, 'kubeferry-roll-back', input)).ended();
  expect(undone, undone.cause).toMatchObject({ status: 'SUCCEEDED' });
  expect(await listCluster(small.target)).toEqual(before);
});
