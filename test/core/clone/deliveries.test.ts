import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import type { Clone } from '../../../core/clone/envelope.ts';
import { releaseLocks } from '../../../core/clone/lock.ts';
import { startClone } from '../../../core/clone/start-clone.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555';
const route: Clone['route'] = {
  name: 'prod-to-dev',
  source: { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn: 'source', externalId: 'x' },
  target: {
    account: '444455556666',
    region: 'eu-west-1',
    cluster: 'dev',
    roleArn: 't',
    externalId: 'x',
    kmsKeyArn: KEY,
  },
  mayQuiesce: false,
  limits: {},
  defaults: {},
};
const checks = {
  checkSource: async () => {},
  resolveTargetKey: async () => ({ arn: KEY, enabled: true, customerManaged: true }),
};
const startTime = '2026-11-22T02:00:03Z';

const start = (store: ObjectStore, name: string, request: unknown) =>
  startClone([route], { route: route.name, execution: { id: `arn:${name}`, name, startTime }, request }, store, checks);

const delivery = (at: string, namespace = 'shop', schedule = 'nightly') => ({
  schedule,
  scheduledTime: at,
  selection: { namespaces: [namespace] },
});

describe('deliveries of a schedule', () => {
  it('make exactly 1,000 runs of 1,000 times, each delivered one to three times in any order', async () => {
    const times = Array.from({ length: 1000 }, (_, hour) =>
      new Date(Date.UTC(2026, 9, 1, hour)).toISOString().replace('.000Z', 'Z'),
    );
    const copies = fc.sample(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1000, maxLength: 1000 }), 1)[0]!;
    const deliveries = times.flatMap((time, at) => Array.from({ length: copies[at]! }, () => ({ time, at })));
    const order = fc.sample(fc.shuffledSubarray(deliveries, { minLength: deliveries.length }), 1)[0]!;
    const store = memoryObjectStore();
    const clones = await Promise.all(
      order.map(({ time, at }, nth) => start(store, `run-${nth}`, delivery(time, `shop-${at}`))),
    );
    const due = clones.flatMap(({ notDue }, nth) => (notDue ? [] : [order[nth]!.time]));
    expect(due.toSorted()).toEqual(times);
    for (const { notDue } of clones) if (notDue) expect(notDue).toMatch(/was already started by arn:run-\d+\./);
  });

  it('are the same run when its start is tried again', async () => {
    const store = memoryObjectStore();
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(await start(store, 'first', delivery('2026-11-22T02:00:00Z'))).not.toHaveProperty('notDue');
  });

  it('skip a time while the run before it is under way, and say which', async () => {
    const store = memoryObjectStore();
    await start(store, 'first', delivery('2026-11-22T01:00:00Z'));
    const second = await start(store, 'second', delivery('2026-11-22T02:00:00Z'));
    expect(second.notDue).toBe('Skipped, since run first of this schedule is still under way.');
    await releaseLocks(store, 'first', ['locks/444455556666/eu-west-1/dev/shop.json']);
    expect(await start(store, 'third', delivery('2026-11-22T02:00:01Z'))).not.toHaveProperty('notDue');
  });

  it('fail, and do not skip, when another run holds the namespace', async () => {
    const store = memoryObjectStore();
    await start(store, 'by-hand', { selection: { namespaces: ['shop'] } });
    await expect(start(store, 'second', delivery('2026-11-22T02:00:00Z'))).rejects.toMatchObject({ name: 'LockHeld' });
  });

  it('cannot be made up for a time to come, nor written wrongly', async () => {
    const store = memoryObjectStore();
    const refused = (request: object) => expect(start(store, 'forged', request)).rejects;
    await refused(delivery('2026-11-23T02:00:00Z')).toThrow('still to come');
    await refused({ schedule: 'nightly' }).toThrow('scheduledTime');
    await refused({ schedule: '../nightly', scheduledTime: '2026-11-22T02:00:00Z' }).toThrow('schedule');
  });
});
