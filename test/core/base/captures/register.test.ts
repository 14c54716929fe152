import { beforeEach, describe, expect, it } from 'vitest';
import type { Capture } from '../../../../core/base/captures/capture.ts';
import {
  beginRemoval,
  capturesOf,
  forgetCapture,
  leaveCapture,
  noteCapture,
  useCapture,
} from '../../../../core/base/captures/register.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const PROD = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const TONIGHT = '2026-11-22T02:00:00Z';
let store = memoryObjectStore();

const capture = (id: string, name: string, takenAt: string, namespaces = ['shop']): Capture => ({
  id,
  name,
  route: 'prod-to-dev',
  takenAt,
  expiresAt: '2026-12-22T02:00:00Z',
  namespaces,
  objects: 40,
  volumes: 2,
  gibibytes: 3.5,
});

beforeEach(async () => {
  store = memoryObjectStore();
  await noteCapture(store, PROD, capture('c1', 'nightly', '2026-11-20T02:00:00Z'));
  await noteCapture(store, PROD, capture('c2', 'nightly', '2026-11-21T02:00:00Z'));
  await noteCapture(store, PROD, capture('c3', 'before-upgrade', '2026-11-21T14:00:00Z', ['shop', 'pay']));
});

const run = (cloneId: string, since = TONIGHT) => ({ cloneId, since });
const use = (wanted: string, cloneId: string, namespaces: string[] = [], since = TONIGHT) =>
  useCapture(store, PROD, { capture: wanted, namespaces, route: 'prod-to-dev' }, run(cloneId, since));
const usersOf = async (id: string) =>
  (await capturesOf(store, PROD)).find((each) => each.id === id)?.users.map(({ cloneId }) => cloneId);

describe('the capture that a clone means', () => {
  it('is the newest of the name, the one of the id, or the newest that has the namespaces', async () => {
    expect((await use('nightly', 'a')).id).toBe('c2');
    expect((await use('c1', 'b')).id).toBe('c1');
    expect((await use('latest', 'c')).id).toBe('c3');
    await noteCapture(store, PROD, capture('c4', 'other', '2026-11-21T20:00:00Z', ['web']));
    expect((await use('latest', 'd', ['pay'])).id).toBe('c3');
  });

  it('stays the same for a run that asks again, though there is a newer one by then', async () => {
    await use('nightly', 'a');
    await noteCapture(store, PROD, capture('c9', 'nightly', '2026-11-22T02:00:00Z'));
    expect((await use('nightly', 'a')).id).toBe('c2');
    expect((await use('nightly', 'b')).id).toBe('c9');
  });

  it('is never one whose run was given the name of others, or "latest", as its id', async () => {
    await noteCapture(store, PROD, capture('latest', 'old', '2026-11-01T02:00:00Z'));
    expect((await use('latest', 'a')).id).toBe('c3');
    await noteCapture(store, PROD, capture('nightly', 'nightly', '2026-11-01T02:00:00Z'));
    expect((await use('nightly', 'b')).id).toBe('c2');
    await noteCapture(store, PROD, capture('before-upgrade', 'old', '2026-11-01T02:00:00Z'));
    await expect(use('before-upgrade', 'c')).rejects.toThrow(
      '"before-upgrade" is the id of a capture called "old", and the name of others, of which c3 is the newest. Name that one by its id',
    );
  });

  it('is none of another cluster', async () => {
    const wish = { capture: 'nightly', namespaces: [], route: 'stage-to-dev' };
    const refused = useCapture(store, { ...PROD, cluster: 'stage' }, wish, run('a'));
    await expect(refused).rejects.toMatchObject({ name: 'InvalidRequest', problems: [{ at: 'source.capture' }] });
  });

  it('is named with what there is when there is none', async () => {
    await expect(use('nightli', 'a')).rejects.toThrow(
      'There is no capture "nightli" of cluster "prod"; did you mean "nightly"? kubeferry captures prod-to-dev lists them.',
    );
    await expect(use('latest', 'a', ['web'])).rejects.toThrow('no capture of cluster "prod" that has web');
  });
});

// Promise: capture-in-use-stays
describe('a capture that is used', () => {
  it('is not removed until its last clone has left it', async () => {
    await use('c1', 'a');
    await use('c1', 'b');
    expect((await beginRemoval(store, PROD, 'c1', TONIGHT)).map(({ cloneId }) => cloneId)).toEqual(['a', 'b']);
    await leaveCapture(store, PROD, 'a');
    expect(await beginRemoval(store, PROD, 'c1', TONIGHT)).toHaveLength(1);
    await leaveCapture(store, PROD, 'b');
    expect(await beginRemoval(store, PROD, 'c1', TONIGHT)).toEqual([]);
  });

  it('is used by nobody new once its removal has begun', async () => {
    await beginRemoval(store, PROD, 'c2', TONIGHT);
    expect((await use('nightly', 'a')).id).toBe('c1');
    await expect(use('c2', 'b')).rejects.toThrow('There is no capture "c2"');
    await forgetCapture(store, PROD, 'c2');
    expect((await capturesOf(store, PROD)).map(({ id }) => id)).toEqual(['c3', 'c1']);
  });

  it('is held by no run that began longer ago than any run lasts', async () => {
    await use('c1', 'stopped', [], '2026-10-01T00:00:00Z');
    expect(await beginRemoval(store, PROD, 'c1', TONIGHT)).toEqual([]);
  });

  it('knows all of ten that begin at once', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `run-${at}`);
    const found = await Promise.all(names.map((name) => use('nightly', name)));
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(['c2']));
    expect((await usersOf('c2'))?.toSorted()).toEqual(names.toSorted());
    await Promise.all(names.map((name) => leaveCapture(store, PROD, name)));
    expect(await usersOf('c2')).toEqual([]);
  });
});
