import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small, useOneCloud } from './one-cloud.ts';
import { into } from './small-cloud.ts';

let before: Map<string, string>;
/** What ran in the source's pods, with how many snapshots there were. */
let ran: string[] = [];
let exitCode = 0;

const snapshots = () =>
  small.cloud.ec2.place(small.cloud.accounts.source.id, small.cloud.accounts.source.region).snapshots;
const HOOK = {
  namespace: 'small',
  labelSelector: 'app=db',
  before: ['flush', '--lock'],
  after: ['unlock'],
};

const backend = inProcess({
  exec: (pod, container, command) => {
    ran.push(`${command.join(' ')} in ${pod.metadata.name}/${container}, ${snapshots().size} snapshots`);
    const failed = command[0] === 'flush' && exitCode > 0;
    return failed ? { exitCode, stdout: '', stderr: 'disk is full' } : { exitCode: 0, stdout: '', stderr: '' };
  },
});
useOneCloud(200, { backend });
beforeAll(async () => {
  before = await fingerprintCluster(small.source);
});
beforeEach(() => {
  ran = [];
  exitCode = 0;
});

/** Whichever of the two a run uses; the other one would strike in a later test. */
let takeBack: (() => void)[] = [];
afterEach(() => {
  for (const each of takeBack) each();
  takeBack = [];
});
const failSnapshots = () => {
  takeBack = ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'].map((on) =>
    small.cloud.addFault({
      on,
      nth: 1,
      effect: { kind: 'error', code: 'UnauthorizedOperation', message: 'not today' },
    }),
  );
};
const isUp = async () => {
  expect(await fingerprintCluster(small.source)).toEqual(before);
  await expect
    .poll(async () => {
      const set = await small.source.get({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        namespace: 'small',
        name: 'db',
      });
      return (set?.status as { readyReplicas?: number } | undefined)?.readyReplicas;
    })
    .toBe(1);
};

describe('commands around the snapshot', () => {
  it('run right before and right after it, once each', async () => {
    const ended = await small.clone({ ...into('hooked'), quiesce: { hooks: [HOOK] } });
    expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran).toEqual(['flush --lock in db-0/db, 0 snapshots', 'unlock in db-0/db, 2 snapshots']);
    await isUp();
  });

  it('fail the run by name when the first fails, and the second runs nevertheless', async () => {
    exitCode = 3;
    const accounts = listAccounts(small.cloud);
    const ended = await small.clone({ ...into('hook-failed'), quiesce: { hooks: [HOOK] } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'HookFailed' });
    for (const words of ['["flush","--lock"]', 'small/db-0', 'ended with 3', 'disk is full', 'source is resumed'])
      expect(ended.cause).toContain(words);
    expect(ran).toEqual(['flush --lock in db-0/db, 0 snapshots', 'unlock in db-0/db, 0 snapshots']);
    expect(listAccounts(small.cloud)).toEqual(accounts);
    await isUp();
  });

  it('are told from the plan on when no pod matches them', async () => {
    const hooks = [{ ...HOOK, labelSelector: 'app=bd' }];
    const ended = await small.clone({ ...into('no-pod'), quiesce: { hooks } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'HookFailed' });
    expect(ended.cause).toContain('"app=bd"');
    expect(ran).toEqual([]);
  });

  // Promise: quiesce-is-undone
  it('release the source when the snapshot fails', async () => {
    failSnapshots();
    const ended = await small.clone({ ...into('no-snapshot'), quiesce: { hooks: [HOOK] } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    expect(ran.at(-1)).toBe('unlock in db-0/db, 0 snapshots');
    await isUp();
  });

  // Promise: quiesce-is-undone
  it('leave the source released when the functions that quiesce and resume it are killed', async () => {
    for (const step of ['quiesce-source', 'resume-source'])
      small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
    const ended = await small.clone({ ...into('killed'), quiesce: { hooks: [HOOK] } });
    expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran.map((line) => line.split(' ')[0])).toEqual(['flush', 'unlock']);
    await isUp();
  });
});

describe('a source that is scaled to zero', () => {
  const quiesce = { scaleToZero: true, hooks: [HOOK] };
  const pod = () => small.source.get({ apiVersion: 'v1', kind: 'Pod', namespace: 'small', name: 'db-0' });

  /** The pod at the moments at which snapshots were made. */
  async function podDuringSnapshots(run: () => Promise<unknown>): Promise<unknown[]> {
    const [map, seen] = [snapshots(), [] as Promise<unknown>[]];
    const { set } = map;
    map.set = (...entry) => {
      seen.push(pod());
      return set.apply(map, entry);
    };
    await run();
    map.set = set;
    return Promise.all(seen);
  }

  it('is quiesced during the snapshot, and has all its replicas after it', async () => {
    const pods = await podDuringSnapshots(async () => {
      const ended = await small.clone({ ...into('scaled'), quiesce });
      expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    });
    expect(pods).toEqual([undefined, undefined]);
    await isUp();
    // The pod in which the first command ran is gone, and with it what the command held.
    expect(ran.map((line) => line.split(' ')[0])).toEqual(['flush']);
  });

  it.each([
    ['the snapshot fails', failSnapshots, 'AccessDenied'],
    [
      'the scaling is refused half-way',
      () =>
        small.cloud.addFault({
          on: 'lambda:quiesce-source',
          nth: 1,
          effect: { kind: 'error', code: 'AccessDenied', message: 'no' },
        }),
      'AccessDenied',
    ],
  ])('has all its replicas when %s', async (_, fail, error) => {
    fail();
    expect(await small.clone({ ...into('unscaled'), quiesce })).toMatchObject({ status: 'FAILED', error });
    await isUp();
  });
});

describe('a cut-over', () => {
  const request = { ...into('moved'), profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
  const workloads = async () =>
    Promise.all(
      ['StatefulSet db', 'Deployment web'].map(async (each) => {
        const [kind = '', name = ''] = each.split(' ');
        const found = await small.source.get({ apiVersion: 'apps/v1', kind, namespace: 'small', name });
        const { replicas } = found!.spec as { replicas: number };
        return { replicas, by: found!.metadata.annotations?.['kubeferry/cut-over-by'] };
      }),
    );
  const kill = (...steps: string[]) => {
    for (const step of steps) small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
  };
  let run: string;
  let accounts: string[];

  // Promise: cut-over-stays
  it('leaves the source at zero, marked with the run, with all its claims, though its functions die', async () => {
    accounts = listAccounts(small.cloud);
    kill('quiesce-source', 'resume-source', 'cut-over-source');
    const ended = await small.clone(request);
    expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
    run = ended.name;
    expect(await workloads()).toEqual([
      { replicas: 0, by: run },
      { replicas: 0, by: run },
    ]);
    const claims = [...(await fingerprintCluster(small.source))].filter(([ref]) =>
      ref.includes('PersistentVolumeClaim'),
    );
    expect(claims).toEqual([...before].filter(([ref]) => ref.includes('PersistentVolumeClaim')));
    const [db] = await listCluster(small.target, 'moved').then((all) => all.filter((line) => line.includes('Pod ')));
    expect(db).toContain('moved/db-0');
    const { cutOver } = (await findRecord<Report>(recordsOf(small.cloud), keysOf(run).report))!;
    expect(cutOver?.sentence).toContain(`kubeferry rollback prod-to-dev ${run}`);
  });

  it('is not cloned again while its source is at zero', async () => {
    const ended = await small.clone({ ...into('stale') });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'PlanBlocked' });
    expect(ended.cause).toContain(`is scaled to zero for the cut-over of run ${run}`);
  });

  // Promise: cut-over-stays, source-claims-kept
  it('is undone by a later roll-back, though its functions die', async () => {
    kill('resume-source', 'roll-back-objects');
    const input = await findRecord(recordsOf(small.cloud), keysOf(run).clone);
    const undone = await (await startExecution(small.cloud, 'kubeferry-roll-back', input)).ended();
    expect(undone, undone.cause).toMatchObject({ status: 'SUCCEEDED' });
    await isUp();
    expect(listAccounts(small.cloud)).toEqual(accounts);
  });
});

describe('a refresh every night', async () => void (await import('./refresh.part.ts')));
describe('a clone that expires', async () => void (await import('./time-to-live.part.ts')));
// Last, since it leaves odd things at the source.
describe('what is refused', async () => void (await import('./refusals.part.ts')));
