import { describe, expect, it } from 'vitest';
import type { PaceWindow } from '../../../../core/base/request/pace-window.ts';
import { keepPace } from '../../../../core/execute/pace/keep-pace.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const HOME = { account: '222233334444', region: 'eu-central-1' };
/** Four functions of 125 requests a second. */
const share = { ...HOME, budget: 500, perSecond: 125 };

function account(now: () => Date) {
  const objects = new Map<string, Uint8Array>();
  const store = memoryObjectStore(objects);
  let count = 0;
  const begin = (windows: PaceWindow[][] = []) =>
    keepPace({ store, now, shares: [share], windows, holder: `holder-${++count}` });
  return { objects, begin };
}

describe('the requests of an account', () => {
  // Promise: pace-is-kept
  it('go to as many functions of whichever run as its budget has room for, and the next one is asked to come again', async () => {
    const { begin } = account(() => new Date(0));
    const first = Array.from({ length: 4 }, () => begin());
    await Promise.all(first.map((each) => each.enter()));
    await expect(begin().enter()).rejects.toMatchObject({
      name: 'QuotaReached',
      message: expect.stringContaining('Account 222233334444, eu-central-1, has its 500 requests a second'),
    });
  });

  it('are there for others once a function has ended', async () => {
    const { begin, objects } = account(() => new Date(0));
    const first = Array.from({ length: 4 }, () => begin());
    await Promise.all(first.map((each) => each.enter()));
    await first[0]!.leave();
    await begin().enter();
    expect(objects.size).toBe(4);
  });

  it('that a killed function has are there for others after a minute, and not before', async () => {
    let seconds = 0;
    const { begin } = account(() => new Date(seconds * 1_000));
    for (let at = 0; at < 4; at++) await begin().enter();
    seconds = 59;
    await expect(begin().enter()).rejects.toMatchObject({ name: 'QuotaReached' });
    seconds = 61;
    await begin().enter();
  });

  it('stay with a function for as long as it goes on', async () => {
    let seconds = 0;
    const { begin, objects } = account(() => new Date(seconds * 1_000));
    const long = begin();
    for (; seconds < 300; seconds += 5) await long.enter();
    expect(objects.size).toBe(1);
    const others = Array.from({ length: 3 }, () => begin());
    await Promise.all(others.map((each) => each.enter()));
    await expect(begin().enter()).rejects.toMatchObject({ name: 'QuotaReached' });
  });

  it('leave nothing behind of a function that was not let in', async () => {
    const { begin, objects } = account(() => new Date(0));
    for (let at = 0; at < 4; at++) await begin().enter();
    await begin()
      .enter()
      .catch(() => {});
    expect(objects.size).toBe(4);
  });
});

describe('a window that is closed', () => {
  const nights: PaceWindow = { from: '20:00', to: '06:00', timeZone: 'Europe/Berlin' };

  // Promise: pace-windows
  it('lets nothing through and says when it opens', async () => {
    const { begin, objects } = account(() => new Date('2026-11-30T12:00:00Z'));
    await expect(begin([[nights]]).enter()).rejects.toMatchObject({
      name: 'NotYet',
      message:
        'No data is copied at this time, by the windows of the pace; it is open again on mon at 20:00 Europe/Berlin.',
    });
    expect(objects.size).toBe(0);
  });

  it('closes while a function copies, and gives its share back', async () => {
    let now = new Date('2026-12-01T04:59:50Z');
    const { begin, objects } = account(() => now);
    const permit = begin([[nights]]);
    await permit.enter();
    now = new Date('2026-12-01T05:00:10Z');
    await expect(permit.enter()).rejects.toMatchObject({ name: 'NotYet' });
    expect(objects.size).toBe(0);
  });
});
