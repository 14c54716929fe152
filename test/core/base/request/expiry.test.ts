import { expect, it } from 'vitest';
import { expiryOf } from '../../../../core/base/request/expiry.ts';
import { Request } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { expiryKey, keysOf, timeOfExpiry } from '../../../../core/base/run/keys.ts';
import { releaseLocks, takeLocks } from '../../../../core/base/run/lock.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { findExpired } from '../../../../core/execute/undo/find-expired.ts';
import { noteRemoval } from '../../../../core/reporting/note-removal.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const startedAt = '2026-11-22T10:00:00Z';

it.each([
  ['12h', '2026-11-22T22:00:00Z'],
  ['3d', '2026-11-25T10:00:00Z'],
  ['90d', '2027-02-20T10:00:00Z'],
])('a clone with %s to live ends at %s', (ttl, end) => {
  expect(expiryOf({ ttl }, startedAt)).toBe(end);
  expect(timeOfExpiry(expiryKey(end, 'run'))).toBe(Date.parse(end));
});

it.each(['91d', '2161h', '0h', '5m', 'soon', '-1d'])('%s is no time to live', (ttl) => {
  expect(expiryOf({ ttl }, startedAt)).toBeUndefined();
});

const target = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' } as Clone['route']['target'];

/** A store with clones that end at these times; `report` says whether each is made. */
async function storeOf(clones: { cloneId: string; expiresAt: string; made: boolean }[]) {
  const store = memoryObjectStore();
  for (const { cloneId, expiresAt, made } of clones) {
    const keys = keysOf(cloneId);
    await writeRecord(store, expiryKey(expiresAt, cloneId), { cloneId });
    await writeRecord(store, keys.clone, { clone: { cloneId, expiresAt, startedAt, route: { target } } as Clone });
    await writeRecord(store, keys.request, Request.parse({ selection: { namespaces: ['shop'] } }));
    if (made) await writeRecord(store, keys.report, {});
  }
  return store;
}
const found = async (store: Awaited<ReturnType<typeof storeOf>>, now: string) =>
  (await findExpired(store, now)).clones.map(({ clone }) => clone.cloneId);

it('finds what is over, and neither what lives on nor what is still being made', async () => {
  const store = await storeOf([
    { cloneId: 'over', expiresAt: '2026-11-22T11:00:00Z', made: true },
    { cloneId: 'under-way', expiresAt: '2026-11-22T11:30:00Z', made: false },
    { cloneId: 'lives', expiresAt: '2026-11-22T13:00:00Z', made: true },
  ]);
  expect(await found(store, '2026-11-22T12:00:00Z')).toEqual(['over']);
});

it('leaves a clone to the next round while another run writes into its namespace', async () => {
  const store = await storeOf([{ cloneId: 'over', expiresAt: '2026-11-22T11:00:00Z', made: true }]);
  await takeLocks(store, target, ['shop'], { cloneId: 'other', since: startedAt });
  expect(await found(store, '2026-11-22T12:00:00Z')).toEqual([]);
  await releaseLocks(store, target, 'other');
  expect(await found(store, '2026-11-22T13:00:00Z')).toEqual(['over']);
});

it('forgets a clone whose records are gone', async () => {
  const store = await storeOf([{ cloneId: 'over', expiresAt: '2026-11-22T11:00:00Z', made: true }]);
  await store.delete(keysOf('over').clone);
  expect(await found(store, '2026-11-22T12:00:00Z')).toEqual([]);
  expect(await store.get(expiryKey('2026-11-22T11:00:00Z', 'over'))).toBeUndefined();
});

// Promise: expiry-of-all
it('removes what it can, however many clones cannot be removed', async () => {
  const clones = Array.from({ length: 60 }, (_, at) => ({
    cloneId: at < 50 ? `stuck-${at}` : `free-${at}`,
    expiresAt: new Date(Date.parse('2026-11-22T11:00:00Z') + at * 1_000).toISOString().replace('.000', ''),
    made: false,
  }));
  const store = await storeOf(clones);
  for (const { cloneId } of clones)
    await writeRecord(store, keysOf(cloneId).request, Request.parse({ selection: { namespaces: [cloneId] } }));
  const gone: string[] = [];
  const tried: string[] = [];
  for (const now of ['2026-12-24T12:00:00Z', '2026-12-24T13:00:00Z', '2026-12-24T14:00:00Z', '2026-12-24T15:00:00Z']) {
    for (const { clone } of (await findExpired(store, now)).clones) {
      const failure = clone.cloneId.startsWith('stuck') ? { Error: 'ClusterUnreachable', Cause: 'away' } : undefined;
      tried.push(clone.cloneId);
      await noteRemoval(store, clone, { at: now, failure });
      if (!failure) gone.push(clone.cloneId);
    }
  }
  expect(gone).toHaveLength(10);
  expect(new Set(tried).size).toBe(60);
  // Those that are stuck are tried in turn.
  const times = (cloneId: string) => tried.filter((each) => each === cloneId).length;
  expect(Math.min(...clones.slice(0, 50).map(({ cloneId }) => times(cloneId)))).toBe(2);
});
