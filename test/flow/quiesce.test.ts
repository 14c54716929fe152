import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { inProcess } from '../../local/kubernetes/in-process.ts';
import { listAccounts } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

let small: SmallCloud;
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

beforeAll(async () => {
  const backend = inProcess({
    exec: (pod, container, command) => {
      ran.push(`${command.join(' ')} in ${pod.metadata.name}/${container}, ${snapshots().size} snapshots`);
      const failed = command[0] === 'flush' && exitCode > 0;
      return failed ? { exitCode, stdout: '', stderr: 'disk is full' } : { exitCode: 0, stdout: '', stderr: '' };
    },
  });
  small = await startSmallCloud(200, { backend });
  before = await fingerprintCluster(small.source);
});
afterAll(() => small?.stop());
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
  it.each(['quiesce-source', 'resume-source'])('leave the source released when %s is killed', async (step) => {
    small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
    const ended = await small.clone({ ...into(`killed-${step}`), quiesce: { hooks: [HOOK] } });
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

  it('rests during the snapshot, and has all its replicas after it', async () => {
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
