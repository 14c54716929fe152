import { describe, expect, it } from 'vitest';
import { delivery, LOCK, startWorld } from './world.ts';

const FIRST = '2026-11-22T01:00:00Z';
const SECOND = '2026-11-22T01:30:00Z';
const THIRD = '2026-11-22T02:00:00Z';
/** When each execution begins. */
const BEGINS = ['2026-11-22T01:00:01Z', '2026-11-22T01:30:01Z', '2026-11-22T02:00:01Z'] as const;

/** A run of the schedule that is under way, and times that come meanwhile. */
async function busy(overlap: 'skip' | 'queue' | 'replace') {
  const world = startWorld();
  await world.start('first', delivery(FIRST, { overlap }), BEGINS[0]);
  return {
    ...world,
    second: () => world.start('second', delivery(SECOND, { overlap }), BEGINS[1]),
    third: () => world.start('third', delivery(THIRD, { overlap }), BEGINS[2]),
  };
}

describe('a schedule that skips', () => {
  it('leaves a time out while the run before it is under way, and says which', async () => {
    const { second, third, end } = await busy('skip');
    expect((await second()).notDue).toBe('Skipped, since run first of this schedule is still under way.');
    await end('first', 'SUCCEEDED');
    expect(await third()).not.toHaveProperty('notDue');
  });

  it.each(['ABORTED', 'TIMED_OUT', 'FAILED'] as const)(
    'fails, and does not skip forever, when the run before it is %s and keeps its namespaces',
    async (status) => {
      const { second, end } = await busy('skip');
      await end('first', status, { givesBack: false });
      await expect(second()).rejects.toMatchObject({
        name: 'LockHeld',
        message: expect.stringMatching(`Run first .*"shop".* ${status}.*Nothing was touched.*kubeferry rollback`),
      });
    },
  );
});

describe('a schedule that queues', () => {
  it('waits for the run before it, and runs then', async () => {
    const { second, end, store } = await busy('queue');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining('run first') });
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    await end('first', 'SUCCEEDED');
    expect(await second()).not.toHaveProperty('notDue');
    expect(JSON.parse(Buffer.from((await store.get(LOCK))!).toString())).toMatchObject([{ cloneId: 'second' }]);
  });

  it('has one run in line: later times are left out, and say for whom', async () => {
    const { second, third } = await busy('queue');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    expect((await third()).notDue).toBe('Skipped, since run second of this schedule waits already, for run first.');
  });

  it('has its line free again when the turn of the waiting run has come', async () => {
    const { second, third, end } = await busy('queue');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    await end('first', 'FAILED');
    await second();
    await expect(third()).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining('run second') });
  });

  it('gives the place in line of a run that was stopped to the next', async () => {
    const { second, third, end } = await busy('queue');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    await end('second', 'ABORTED');
    await expect(third()).rejects.toMatchObject({ name: 'NotYet' });
  });

  it('waits as well for a run that somebody started by hand', async () => {
    const { start } = startWorld();
    await start('by-hand', { selection: { namespaces: ['shop'] } });
    const queued = start('second', delivery(SECOND, { overlap: 'queue' }));
    await expect(queued).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining('run by-hand') });
  });

  it('gives up after a day, and names whom it waited for', async () => {
    const { second, setTime } = await busy('queue');
    setTime('2026-11-23T01:30:00Z');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    setTime('2026-11-23T01:30:02Z');
    await expect(second()).rejects.toMatchObject({
      name: 'DeadlinePassed',
      message: expect.stringMatching(/24 hours for run first.*Nothing was touched/),
    });
  });
});

describe('a schedule that replaces', () => {
  it('stops the run before it, rolls it back once, and takes its place', async () => {
    const { second, runs, statusOf, end, told } = await busy('replace');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    expect(statusOf('first')).toBe('ABORTED');
    expect(runs.known.get('kubeferry-prod-to-dev/first')!.failure).toEqual({
      Error: 'Replaced',
      Cause: 'The next time of schedule nightly came: run second takes its place.',
    });
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    expect(runs.started).toMatchObject([
      { run: { machine: 'kubeferry-roll-back', name: 'undo-1-first' }, input: { clone: { cloneId: 'first' } } },
    ]);
    expect([...told]).toEqual(['Clone Replaced: first']);
    await end('first', 'ABORTED');
    expect(await second()).not.toHaveProperty('notDue');
  });

  it('leaves a run alone that ends well meanwhile, and follows it', async () => {
    const { second, end, runs, told } = await busy('replace');
    await end('first', 'SUCCEEDED', { givesBack: false });
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    expect([runs.started, [...told]]).toEqual([[], []]);
  });

  it('never replaces a later time by an earlier one', async () => {
    const { second, third, end, statusOf } = await busy('replace');
    await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    await end('first', 'ABORTED');
    expect(await third()).not.toHaveProperty('notDue');
    expect((await second()).notDue).toContain('run third, of a later time of this schedule, has taken its place');
    expect(statusOf('third')).toBe('RUNNING');
  });

  it('asks for a person when the run before it cannot be rolled back', async () => {
    const { second, runs } = await busy('replace');
    for (let attempt = 0; attempt < 2; attempt += 1) await expect(second()).rejects.toMatchObject({ name: 'NotYet' });
    const undo = { machine: 'kubeferry-roll-back', name: 'undo-1-first' };
    runs.known.set('kubeferry-roll-back/undo-1-first', { ...undo, status: 'FAILED', startedAt: THIRD, input: {} });
    await expect(second()).rejects.toMatchObject({
      name: 'LockHeld',
      message: expect.stringContaining('its roll-back undo-1-first is FAILED'),
    });
    expect(runs.started).toHaveLength(1);
  });

  it('undoes no run by a record of another route', async () => {
    const { second, end, store, runs } = await busy('replace');
    await end('first', 'ABORTED', { givesBack: false });
    const { clone } = JSON.parse(Buffer.from((await store.get('clones/first/clone.json'))!).toString());
    const foreign = { ...clone, route: { ...clone.route, name: 'prod-to-bank' } };
    await store.put('clones/first/clone.json', JSON.stringify({ clone: foreign }));
    await expect(second()).rejects.toMatchObject({ name: 'LockHeld' });
    expect(runs.started).toEqual([]);
  });

  it('does not touch a run that somebody started by hand', async () => {
    const { start, statusOf } = startWorld();
    await start('by-hand', { selection: { namespaces: ['shop'] } });
    const replacing = start('second', delivery(SECOND, { overlap: 'replace' }));
    await expect(replacing).rejects.toMatchObject({ name: 'LockHeld' });
    expect(statusOf('by-hand')).toBe('RUNNING');
  });
});
