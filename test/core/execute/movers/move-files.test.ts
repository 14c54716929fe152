import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import { leaveSource } from '../../../../core/execute/capture/leave-source.ts';
import type { MoverRecord } from '../../../../core/execute/movers/mover-record.ts';
import { forgetExports } from '../../../../core/execute/undo/forget-exports.ts';
import { moverName } from '../../../../core/plan/movers/mover-objects.ts';
import { CLAIM, condition, container, PASSWORD, RUN, SourceInMemory } from './source-in-memory.ts';

const NAME = moverName({ cloneId: RUN, claim: CLAIM });
const NOT_YET = { name: 'NotYet' };
const recordOf = ({ store }: SourceInMemory) => findRecord<MoverRecord>(store, keysOf(RUN).mover(CLAIM));
const keysIn = async ({ store }: SourceInMemory, prefix: string) => {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
};

it('makes a Job with a Secret of its own, waits for it, keeps what it has copied, and leaves nothing', async () => {
  const source = new SourceInMemory();
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  const { metadata: job } = await source.only('Job');
  const secret = await source.only('Secret');
  expect(secret.metadata.ownerReferences).toEqual([{ apiVersion: 'batch/v1', kind: 'Job', name: NAME, uid: job.uid }]);
  expect(source.sessions).toEqual([`moved/${RUN}/shop.media`]);
  expect(await keysIn(source, `moved/${RUN}/shop.media/`)).toEqual([
    `moved/${RUN}/shop.media/config`,
    expect.stringMatching(/\/keys\/[0-9a-f]{64}$/),
  ]);
  await source.pod(container({ running: {} }));
  await expect(source.move()).rejects.toMatchObject(NOT_YET);
  await source.shows(condition('Complete'));
  expect(await source.move()).toEqual({ moved: 1 });
  expect((await recordOf(source))?.moved).toEqual({
    snapshotId: 'a1b2',
    takenAt: '2026-11-30T12:00:00.000Z',
    bytes: 7,
  });
  await source.remove();
  expect(await source.left()).toEqual([]);
  // Removed, it is never asked for again.
  expect(await source.move()).toEqual({ moved: 1 });
  await forgetExports(source.store, RUN, 'verified');
  expect(await keysIn(source, 'moved/')).toEqual([]);
  expect(await keysIn(source, 'exports/')).toEqual([]);
});

// Promise: mover-keeps-secrets
it('has the password and the session in nothing but its Secret, and the password in the hub where whole objects are', async () => {
  const source = new SourceInMemory();
  await source.move().catch(() => {});
  const { data } = (await source.only('Secret')) as unknown as { data: Record<string, string> };
  expect(Buffer.from(data.password!, 'base64').toString()).toBe(PASSWORD);
  const elsewhere = [JSON.stringify(await source.only('Job'))];
  for (const key of await keysIn(source, '')) {
    if (key === keysOf(RUN).moverPassword(CLAIM)) continue;
    elsewhere.push(Buffer.from((await source.store.get(key))!).toString('latin1'));
  }
  for (const text of elsewhere) expect(text).not.toMatch(new RegExp(`${PASSWORD}|secret-1|token`));
});

const LATE = 11;
const ENDS: [string, (source: SourceInMemory) => Promise<void>, RegExp, number?][] = [
  ['its time is over', (source) => source.shows(condition('Failed', 'DeadlineExceeded')), /not done within 4 hours/],
  [
    'its node was drained until it gave up',
    (source) => source.shows(condition('Failed', 'BackoffLimitExceeded')),
    /pods were ended before they were done \(BackoffLimitExceeded\)/,
  ],
  [
    'its session has ended',
    async (source) => {
      await source.pod(container({ terminated: { exitCode: 1 } }));
      await source.shows(condition('Failed', 'BackoffLimitExceeded'));
    },
    /restic ended with 1/,
  ],
  [
    'it may not read all files',
    (source) => source.pod(container({ terminated: { exitCode: 3 } })),
    /could not read all files.*source\.mover\.runAs/,
  ],
  [
    'its image cannot be pulled',
    (source) => source.pod(container({ waiting: { reason: 'ImagePullBackOff', message: 'no such image' } })),
    /no pod of it has started within 10 minutes: ImagePullBackOff no such image/,
    LATE,
  ],
  [
    'no node has room',
    (source) => source.pod({ conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] }),
    /no node takes it: 0\/3 nodes/,
    LATE,
  ],
  [
    'a quota lets no pod in',
    (source) => source.event('FailedCreate', 'pods "x" is forbidden: exceeded quota: small'),
    /lets no pod of it in: pods "x" is forbidden: exceeded quota: small/,
  ],
  [
    'Pod Security lets no pod in',
    (source) => source.event('FailedCreate', 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'),
    /violates PodSecurity/,
  ],
  [
    'somebody has deleted it',
    async (source) =>
      void (await source.cluster.delete({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: NAME })),
    /somebody has deleted its Job/,
  ],
  [
    'it says that it has succeeded, and has written nothing',
    async (source) => {
      source.found = async () => {
        throw new KubeferryError('NotFound', 'The repository has no snapshot.');
      };
      await source.shows(condition('Complete'));
    },
    /has succeeded, and what it has written is not usable/,
  ],
];

describe.each(ENDS)('when %s', (_, happens, sentence, minutes = 0) => {
  // Promise: mover-leaves-nothing
  it('the run is told, and nothing stays in the source', async () => {
    const source = new SourceInMemory();
    await source.move().catch(() => {});
    await happens(source);
    source.minutes = minutes;
    await expect(source.move()).rejects.toMatchObject({
      name: 'MoverFailed',
      message: expect.stringMatching(sentence),
    });
    await source.remove();
    expect(await source.left()).toEqual([]);
    expect((await recordOf(source))?.removedAt).toBeDefined();
  });
});

it('is patient with what may be over in a moment', async () => {
  const source = new SourceInMemory();
  await source.move().catch(() => {});
  await source.pod(container({ waiting: { reason: 'ImagePullBackOff' } }));
  source.minutes = 9;
  await expect(source.move()).rejects.toMatchObject({
    ...NOT_YET,
    message: expect.stringContaining('ImagePullBackOff'),
  });
  const waitingFor = 'a Job in the source that copies its files (ImagePullBackOff)';
  const waits = () => findRecord(source.store, keysOf(RUN).snapshotsWait);
  expect(await waits()).toEqual({ volumes: [{ claim: CLAIM, strategy: 'write-image', sizeGiB: 1, waitingFor }] });
  await source.shows(condition('Complete'));
  await source.move();
  expect(await waits()).toBeUndefined();
});

it.each(['Job', 'Secret'] as const)('leaves a %s of its name alone that others have made', async (kind) => {
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'v1';
  const theirs = { apiVersion, kind, metadata: { name: NAME, namespace: 'shop' } };
  const source = new SourceInMemory([theirs]);
  await expect(source.move()).rejects.toMatchObject({
    name: 'MoverFailed',
    message: expect.stringContaining(`there is a ${kind} shop/${NAME} already`),
  });
  await source.remove();
  expect(await source.left()).toEqual([NAME]);
  expect((await source.only(kind)).metadata.annotations).toBeUndefined();
});

it('renews the session long before it ends, and not at each look', async () => {
  const source = new SourceInMemory();
  await source.move().catch(() => {});
  source.minutes = 29;
  await source.move().catch(() => {});
  expect(source.sessions).toHaveLength(1);
  source.minutes = 31;
  await source.move().catch(() => {});
  expect(source.sessions).toHaveLength(2);
  const { data } = (await source.only('Secret')) as unknown as { data: Record<string, string> };
  expect(Buffer.from(data['session.json']!, 'base64').toString()).toContain('secret-2');
  expect(Buffer.from(data.password!, 'base64').toString()).toBe(PASSWORD);
});

it('makes nothing once the run is over', async () => {
  const source = new SourceInMemory();
  source.isOver = true;
  await expect(source.move()).rejects.toMatchObject({ name: 'RunIsOver' });
  await source.remove();
  expect(await source.left()).toEqual([]);
});

it('has four at work at once', async () => {
  const source = new SourceInMemory();
  const claims = Array.from({ length: 6 }, (_, at) => `shop/data-${at}`);
  await expect(source.move(claims)).rejects.toMatchObject(NOT_YET);
  expect(await source.list('Job')).toHaveLength(4);
});

it('runs on the node that has the claim mounted', async () => {
  const spec = { nodeName: 'rack-7', volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'media' } }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'media-0', namespace: 'shop' }, spec };
  const source = new SourceInMemory([pod]);
  await source.move().catch(() => {});
  expect(JSON.stringify((await source.only('Job')).spec)).toContain('"values":["rack-7"]');
});

it('goes before the workload comes back, which comes back even when it cannot go', async () => {
  const source = new SourceInMemory();
  await source.move().catch(() => {});
  const unreachable = async () => {
    throw new KubeferryError('ClusterUnreachable', 'Nobody answers.');
  };
  const how = { resume: true, now: source.now };
  await expect(leaveSource(unreachable, source.store, RUN, how)).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  expect(await leaveSource(async () => source.cluster, source.store, RUN, how)).toEqual({ workloads: 0, movers: 1 });
  expect(await leaveSource(unreachable, source.store, RUN, how)).toEqual({ workloads: 0 });
});
