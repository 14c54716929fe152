import { beforeEach, describe, expect, it } from 'vitest';
import { countedStore } from '../../../../core/base/run/counted-store.ts';
import type { VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { forgetMarks, noteSegment, noteSnapshot } from '../../../../core/execute/progress/note-progress.ts';
import { readProgress } from '../../../../core/reporting/progress/read-progress.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { CLONE, volumeItem } from './volumes.ts';

const keys = keysOf(CLONE);
const CLAIM = 'shop/data-0';

let records: Map<string, Uint8Array>;
let store: ReturnType<typeof memoryObjectStore>;
let volume: VolumeItem;
beforeEach(() => {
  records = new Map();
  store = memoryObjectStore(records);
  use({});
});

function use(over: Partial<VolumeItem>): void {
  volume = volumeItem(CLAIM, over);
  records.set(keys.volumes, Buffer.from(`${JSON.stringify(volume)}\n`));
}

const at = (minute: number) => ({ store, cloneId: CLONE, volume, now: new Date(Date.UTC(2026, 10, 22, 10, minute)) });
const see = (side: 'source' | 'target', progress: string, minute = 0) =>
  noteSnapshot(at(minute), side, { state: 'pending', progress });
const complete = (side: 'source' | 'target', minute = 0) =>
  noteSnapshot(at(minute), side, { state: 'completed', progress: '100%' });
const shown = async () => {
  const [{ stage, percent, snapshotPercent } = expect.fail('no volume')] = await readProgress(store, CLONE, true);
  return [stage, percent, snapshotPercent];
};
/** Segments whose digests are there. */
const copied = (...numbers: number[]) => {
  for (const number of numbers) records.set(keys.digests(CLAIM, number), new Uint8Array());
};
const marks = () => [...records.keys()].filter((key) => key.startsWith(keys.progress)).length;

describe('a volume whose snapshot is copied by EC2', () => {
  it('waits, has its snapshot completed, is copied, is made and is verified', async () => {
    expect(await shown()).toEqual(['waiting', 0, undefined]);
    await see('source', '47%');
    expect(await shown()).toEqual(['snapshot', 0, 45]);
    await complete('source');
    expect(await shown()).toEqual(['copying', 0, undefined]);
    await see('target', '62%');
    expect(await shown()).toEqual(['copying', 60, undefined]);
    await complete('target');
    expect(await shown()).toEqual(['creating', 100, undefined]);
    await store.put(keys.volume(CLAIM), '{}');
    await forgetMarks(store, CLONE, CLAIM);
    expect([await shown(), marks()]).toEqual([['verified', 100, undefined], 0]);
  });

  it('is never nearer than it was, whatever a late or a second function has seen', async () => {
    await see('target', '80%');
    await see('target', '30%');
    await see('source', '95%');
    await complete('source');
    expect(await shown()).toEqual(['copying', 80, undefined]);
    await store.put(keys.volume(CLAIM), '{}');
    await forgetMarks(store, CLONE, CLAIM);
    await see('target', '80%');
    expect(await shown()).toEqual(['verified', 100, undefined]);
  });

  it('is not complete before EC2 says so', async () => {
    await see('source', '100%');
    expect(await shown()).toEqual(['snapshot', 0, 95]);
    await see('target', '100%');
    expect(await shown()).toEqual(['copying', 95, undefined]);
  });

  it('has begun when EC2 tells no number yet, and says nothing of a snapshot in error', async () => {
    await noteSnapshot(at(0), 'target', { state: 'error', progress: '100%' });
    expect(await shown()).toEqual(['waiting', 0, undefined]);
    await noteSnapshot(at(0), 'source', { state: 'pending', progress: '' });
    expect(await shown()).toEqual(['snapshot', 0, 0]);
  });

  it('keeps the time at which it reached a mark first, and takes 41 writes at most', async () => {
    await see('target', '50%', 5);
    await see('target', '51%', 9);
    await complete('source', 0);
    const [{ stageBegan = 0, lastMark = 0 } = expect.fail('no volume')] = await readProgress(store, CLONE, true);
    expect((lastMark - stageBegan) / 60_000).toBe(5);
    for (let percent = 0; percent <= 100; percent++) {
      await see('source', `${percent}%`);
      await see('target', `${percent}%`);
    }
    await complete('target');
    expect(marks()).toBe(41);
  });
});

describe('a volume that is copied block by block', () => {
  beforeEach(() => use({ strategy: 'copy-blocks' }));

  it('is as far as its segments, in whatever order they end, and run however often', async () => {
    await complete('source');
    copied(3, 0, 1);
    await noteSegment(at(1), { number: 1, of: 8 });
    expect(await shown()).toEqual(['copying', 35, undefined]);
    await noteSegment(at(2), { number: 3, of: 8 });
    expect(await shown()).toEqual(['copying', 35, undefined]);
    copied(2, 4, 5);
    await Promise.all([noteSegment(at(3), { number: 5, of: 8 }), noteSegment(at(3), { number: 4, of: 8 })]);
    expect(await shown()).toEqual(['copying', 75, undefined]);
  });

  it('is not copied before its sealed snapshot is complete, and does not go back while EC2 counts that up', async () => {
    copied(0, 1);
    await noteSegment(at(0), { number: 1, of: 2 });
    expect(await shown()).toEqual(['copying', 95, undefined]);
    await see('target', '3%');
    expect(await shown()).toEqual(['copying', 95, undefined]);
    await complete('target');
    expect(await shown()).toEqual(['creating', 100, undefined]);
  });

  it('lists the segments of a huge volume twenty times, not 2,048 times', async () => {
    const { store: counted, requests } = countedStore(store);
    for (let number = 0; number < 2_048; number++) {
      copied(number);
      await noteSegment({ ...at(0), store: counted }, { number, of: 2_048 });
    }
    // Twenty marks, and twenty listings, of which the longer ones have two or three pages.
    expect(requests.written).toBeLessThanOrEqual(20 + 20 * 3);
    expect(await shown()).toEqual(['copying', 95, undefined]);
  });
});
