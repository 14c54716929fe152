import { beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../../../core/base/ports/object-store.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { writeRecord } from '../../../core/base/run/records.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import { reportedCapture } from '../../../core/reporting/reported-capture.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';

let store: ObjectStore;
beforeEach(() => {
  store = memoryObjectStore();
});

const volume = (claim: string, more: Partial<PlannedVolume> = {}) =>
  ({ claim, strategy: 'copy-blocks', ...more }) as PlannedVolume;
const taken = (claim: string, startedAt?: string) =>
  writeRecord(store, keysOf('run-1').snapshotSize(claim), { bytes: 1, ...(startedAt ? { startedAt } : {}) });
const capture = (...volumes: PlannedVolume[]) => reportedCapture(store, 'run-1', volumes);
const FIRST = '2026-11-22T10:00:01.000Z';
const LAST = '2026-11-22T10:00:04.500Z';

// Promise: spread-is-measured
it('is as far apart as the first and the last snapshot of a run, whatever their order', async () => {
  await taken('shop/a', LAST);
  await taken('shop/b', FIRST);
  await taken('shop/c', '2026-11-22T10:00:02.000Z');
  expect(await capture(volume('shop/a'), volume('shop/b'), volume('shop/c'))).toEqual({
    from: FIRST,
    to: LAST,
    seconds: 3.5,
    sentence: `The 3 snapshots were taken within 3.5 seconds, from ${FIRST} to ${LAST}: those of one node at one moment, those of different nodes one after the other.`,
  });
});

it('is nothing where all are of one moment', async () => {
  await taken('shop/a', FIRST);
  await taken('shop/b', FIRST);
  expect(await capture(volume('shop/a'), volume('shop/b'))).toMatchObject({
    seconds: 0,
    sentence: `The 2 snapshots are of one moment, ${FIRST}.`,
  });
});

it('is not said of one volume, of snapshots that others have made, nor as long as a time is missing', async () => {
  await taken('shop/a', FIRST);
  await taken('shop/b', LAST);
  await taken('shop/c');
  expect(await capture(volume('shop/a'))).toBeUndefined();
  const origin = { kind: 'snapshot', snapshotId: 'snap-1', foreign: true, takenAt: LAST } as const;
  expect(await capture(volume('shop/a'), volume('shop/b', { origin }))).toBeUndefined();
  expect(await capture(volume('shop/a'), volume('shop/b'), volume('shop/c'))).toBeUndefined();
});
