import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../../core/base/in-parallel.ts';
import { BY_HAND, keepAsker } from '../../../../core/base/run/asked-by.ts';
import { delivery, startWorld } from './world.ts';

describe('deliveries of a schedule', () => {
  it('make exactly 1,000 runs of 1,000 times, each delivered one to three times in any order', async () => {
    const times = Array.from({ length: 1000 }, (_, hour) =>
      new Date(Date.UTC(2026, 9, 1, hour)).toISOString().replace('.000Z', 'Z'),
    );
    const copies = fc.sample(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1000, maxLength: 1000 }), 1)[0]!;
    const deliveries = times.flatMap((time, at) => Array.from({ length: copies[at]! }, () => ({ time, at })));
    const order = fc.sample(fc.shuffledSubarray(deliveries, { minLength: deliveries.length }), 1)[0]!;
    const { start, end } = startWorld();
    const clones = await inParallel(order, 5, async ({ time, at }, nth) => {
      const clone = await start(`run-${nth}`, delivery(time, { namespace: `shop-${at}` }));
      if (!clone.notDue) await end(`run-${nth}`, 'SUCCEEDED');
      return clone;
    });
    const due = clones.flatMap(({ notDue }, nth) => (notDue ? [] : [order[nth]!.time]));
    expect(due.toSorted()).toEqual(times);
    for (const { notDue } of clones) if (notDue) expect(notDue).toMatch(/was already started by arn:run-\d+\./);
  });

  it('say which schedule asked for the run; of another start, who sent it to the API, else that nobody is known', async () => {
    const { start, store } = startWorld();
    const askedBy = async (name: string, request: unknown) => (await start(name, request)).askedBy;
    expect(await askedBy('first', delivery('2026-11-22T02:00:00Z'))).toBe('schedule nightly');
    expect(await askedBy('by-hand', { mode: 'plan', selection: { namespaces: ['shop'] } })).toBe(BY_HAND);
    await keepAsker(store, 'sent', 'arn:aws:iam::111122223333:user/ci');
    expect(await askedBy('sent', { mode: 'plan', selection: { namespaces: ['shop'] } })).toBe(
      'arn:aws:iam::111122223333:user/ci',
    );
  });

  it('are the same run when its start is tried again', async () => {
    const { start } = startWorld();
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(await start('first', delivery('2026-11-22T02:00:00Z'))).not.toHaveProperty('notDue');
  });

  it('fail, and do not skip, when another run holds the namespace', async () => {
    const { start } = startWorld();
    await start('by-hand', { selection: { namespaces: ['shop'] } });
    await expect(start('second', delivery('2026-11-22T02:00:00Z'))).rejects.toMatchObject({ name: 'LockHeld' });
  });

  it('make plans beside a run that is under way, since a plan writes nothing', async () => {
    const { start } = startWorld();
    const plan = { ...delivery('2026-11-22T02:00:00Z'), mode: 'plan' };
    await start('by-hand', { selection: { namespaces: ['shop'] } });
    expect(await start('planned', plan)).toMatchObject({ mode: 'plan' });
    expect(await start('also-planned', { selection: { namespaces: ['shop'] }, mode: 'plan' })).not.toHaveProperty(
      'notDue',
    );
  });

  it('cannot be made up for a time to come, nor written wrongly', async () => {
    const { start } = startWorld();
    const refused = (request: object) => expect(start('forged', request)).rejects;
    await refused(delivery('2026-11-23T02:00:00Z')).toThrow('still to come');
    await refused({ schedule: 'nightly' }).toThrow('scheduledTime');
    await refused({ schedule: '../nightly', scheduledTime: '2026-11-22T02:00:00Z' }).toThrow('schedule');
    await refused({ overlap: 'replace' }).toThrow('belong to schedules');
    await refused(delivery('2026-11-22T02:00:00Z', { overlap: 'both' })).toThrow('one of skip, queue, replace');
  });
});
