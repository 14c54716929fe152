import { describe, expect, it } from 'vitest';
import { Masking } from '../../../../core/base/request/masking.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { markedBy } from '../../../../core/base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../../../core/base/run/names.ts';
import { findRecord, writeRecord } from '../../../../core/base/run/records.ts';
import { maskingObjects } from '../../../../core/execute/masking/masking-objects.ts';
import { requireMasked } from '../../../../core/execute/masking/require-masked.ts';
import { type MaskingRecord, settleMasking } from '../../../../core/execute/masking/settle-masking.ts';
import { closeRun, isClosed } from '../../../../core/execute/undo/close-run.ts';
import type { PlannedMasking } from '../../../../core/plan/masking/plan-masking.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const RUN = 'run-1';
const JOB = {
  name: 'names',
  namespace: 'shop',
  image: 'registry/mask:1',
  command: ['mask'],
  claims: { '/data': 'data' },
};

function planned(onFailure: PlannedMasking['onFailure'] = 'roll-back'): PlannedMasking {
  const { jobs } = Masking.parse({ jobs: [JOB] });
  return { jobs: jobs.map((job) => ({ ...job, home: 'dev', devices: [] })), onFailure, unmasked: [] };
}

const condition = (type: string, reason = '') => ({
  conditions: [{ type, status: 'True', reason, lastTransitionTime: '2026-11-22T10:05:00Z' }],
});
const terminated = (exitCode: number) => ({
  terminated: {
    exitCode,
    startedAt: '2026-11-22T10:00:00Z',
    finishedAt: '2026-11-22T10:01:30Z',
    message: 'row 7 is Ada Lovelace',
  },
});

/** A target in which the Job of the masking is as the statuses say; each look sees the next. */
class Gate {
  readonly store = memoryObjectStore();
  readonly target = memoryCluster({ objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } }] });
  readonly masking: PlannedMasking;
  readonly job: KubeObject;

  constructor(masking = planned()) {
    this.masking = masking;
    this.job = maskingObjects(masking, RUN).jobs[0]!;
  }

  async begin(by = RUN): Promise<this> {
    await writeRecord(this.store, keysOf(RUN).plan, { route: 'prod-to-dev', masking: this.masking });
    await this.target.create(markedBy(by, this.job), { manager: FIELD_MANAGER });
    return this;
  }

  async shows(job: object, container?: object): Promise<this> {
    await this.target.merge(refOf(this.job), { status: job }, { manager: 'job-controller', subresource: 'status' });
    if (!container) return this;
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${this.job.metadata.name}-x`,
        namespace: 'dev',
        labels: { 'batch.kubernetes.io/job-name': this.job.metadata.name },
      },
    };
    await this.target.create(pod, { manager: 'job-controller' });
    const proxy = { name: 'istio-proxy', state: terminated(0) };
    const status = { containerStatuses: [proxy, { name: 'mask', state: container }] };
    await this.target.merge(refOf(pod), { status }, { manager: 'kubelet', subresource: 'status' });
    return this;
  }

  settle = () => settleMasking(this.target, this.store, RUN, this.masking);
  record = () => findRecord<MaskingRecord>(this.store, keysOf(RUN).masking);
  passes = (wave: string) => requireMasked(this.store, RUN, wave);
}

const failure = (message: string) =>
  expect.objectContaining({ name: 'MaskingFailed', message: expect.stringContaining(message) });

describe('the masking of a clone', () => {
  it('is done when its job is complete, and the report says how long it took', async () => {
    const gate = await (await new Gate().begin()).shows(condition('Complete'), terminated(0));
    expect(await gate.settle()).toEqual({ settled: 1 });
    expect((await gate.record())?.jobs).toEqual([
      {
        name: 'names',
        job: `batch/v1 Job dev/${gate.job.metadata.name}`,
        image: 'registry/mask:1',
        claims: ['shop/data'],
        outcome: 'passed',
        startedAt: '2026-11-22T10:00:00Z',
        endedAt: '2026-11-22T10:01:30Z',
        seconds: 90,
        exitCode: 0,
      },
    ]);
  });

  // Promise: failed-masking-starts-nothing
  it('has failed when its job has, with the exit code, and without a word of what it printed', async () => {
    const gate = await (await new Gate().begin()).shows(condition('Failed', 'BackoffLimitExceeded'), terminated(3));
    await expect(gate.settle()).rejects.toEqual(failure('Masking job names'));
    await expect(gate.settle()).rejects.toEqual(failure('ended with 3'));
    expect(JSON.stringify(await gate.record())).not.toContain('Ada');
    expect((await gate.record())?.jobs).toMatchObject([{ outcome: 'failed', exitCode: 3, seconds: 90 }]);
  });

  // Promise: failed-masking-starts-nothing
  it('has failed when it never ended, and says so', async () => {
    const gate = await (await new Gate().begin()).shows({ startTime: '2026-11-22T09:05:00Z' }, { running: {} });
    await expect(gate.settle()).rejects.toMatchObject({ name: 'NotYet' });
    await gate.shows(condition('Failed', 'DeadlineExceeded'));
    await expect(gate.settle()).rejects.toEqual(failure('it was not done within 3600 seconds'));
  });

  // Promise: failed-masking-starts-nothing
  it('has failed when its image cannot be pulled, and names the image after the pods are gone', async () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "registry/mask:1"' };
    const gate = await (await new Gate().begin()).shows({ startTime: '2026-11-22T10:00:00Z' }, { waiting });
    await expect(gate.settle()).rejects.toMatchObject({ message: expect.stringContaining('which waits: ImagePull') });
    const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'dev', name: `${gate.job.metadata.name}-x` };
    const later = { ...gate.target, list: async function* () {}, get: gate.target.get };
    await gate.target.delete(pod);
    await gate.shows(condition('Failed', 'DeadlineExceeded'));
    await expect(settleMasking(later, gate.store, RUN, gate.masking)).rejects.toEqual(
      failure('it was not done within 3600 seconds; ImagePullBackOff Back-off pulling image "registry/mask:1"'),
    );
  });

  // Promise: failed-masking-starts-nothing
  it('has failed when somebody has deleted its job, or has put another in its place', async () => {
    await expect(new Gate().settle()).rejects.toEqual(failure('somebody has deleted it'));
    const other = await (await new Gate().begin('run-2')).shows(condition('Complete'), terminated(0));
    await expect(other.settle()).rejects.toEqual(failure('somebody has put another one in its place'));
  });

  // Promise: masking-before-anything
  it('lets nothing pass before each of its jobs has succeeded, whatever the machine does', async () => {
    const gate = await new Gate().begin();
    for (const wave of ['050-configuration', '120-claims', '135-masking'])
      await expect(gate.passes(wave)).resolves.toBeUndefined();
    for (const wave of ['137-role-bindings', '140-services', '180-workloads'])
      await expect(gate.passes(wave)).rejects.toEqual(failure('the data is not masked: names did not succeed'));
    await gate.settle().catch(() => {});
    await expect(gate.passes('180-workloads')).rejects.toEqual(failure('not masked'));
    await gate.shows(condition('Complete'), terminated(0));
    await gate.settle();
    await expect(gate.passes('180-workloads')).resolves.toBeUndefined();
  });
});

describe('a run whose masking has failed', () => {
  const failed = { Error: 'MaskingFailed', Cause: 'names ended with 3' };
  const end = async (onFailure: PlannedMasking['onFailure'], caught: typeof failed | null = failed) => {
    const gate = await (await new Gate(planned(onFailure)).begin()).shows(condition('Failed'), terminated(3));
    await gate.settle().catch(() => {});
    const closed = await closeRun(gate.store, RUN, 'now', caught).catch((error: Error) => error);
    return { closed, isOver: await isClosed(gate.store, RUN) };
  };

  // Promise: failed-masking-starts-nothing
  it('is undone, unless the route keeps it for a look, and then until somebody rolls it back', async () => {
    expect(await end('roll-back')).toMatchObject({ closed: { closedAt: 'now' }, isOver: true });
    const kept = await end('keep');
    expect(kept).toMatchObject({ closed: { name: 'KeptForALook' }, isOver: false });
    expect((kept.closed as Error).message).toContain('kubeferry rollback prod-to-dev run-1');
    expect(await end('keep', null)).toMatchObject({ isOver: true });
    expect(await end('keep', { ...failed, Error: 'ApplyFailed' })).toMatchObject({ isOver: true });
  });
});
