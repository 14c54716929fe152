import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { releaseLocks, takeLocks } from '../../../../core/base/run/lock.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { startWorld } from './world.ts';

const target = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const request = { selection: { namespaces: ['shop'] }, ttl: '3d' };
/** More than a start makes. */
const CALLS = 20;

/** Everything behind a store after its nth write, as a function sees it that loses its rights, or that is killed. */
function failing(store: ObjectStore, nth: number, how: 'denied' | 'killed') {
  let writes = 0;
  const guard = <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes < nth) return write();
    if (how === 'killed') return new Promise(() => {});
    return writes === nth ? Promise.reject(new KubeferryError('AccessDenied', 'no')) : write();
  };
  return {
    reached: () => writes >= nth,
    store: {
      ...store,
      put: (key, body) => guard(() => store.put(key, body)),
      putNew: (key, body) => guard(() => store.putNew(key, body)),
      putIf: (key, body, etag) => guard(() => store.putIf(key, body, etag)),
    } satisfies ObjectStore,
  };
}

const isLocked = (store: ObjectStore) =>
  takeLocks(store, target, ['shop'], { cloneId: 'next', since: '2026-11-22T03:00:00Z' }).then(
    () => false,
    () => true,
  );

describe('a start that fails for good', () => {
  // Promise: refuses-busy-namespace
  it.each(Array.from({ length: CALLS }, (_, at) => at + 1))('at its write %i leaves no lock', async (nth) => {
    const real = memoryObjectStore();
    const { store, reached } = failing(real, nth, 'denied');
    const started = startWorld(store).start('first', request);
    if (
      !(await started.then(
        () => true,
        () => false,
      ))
    )
      expect(await isLocked(real)).toBe(false);
    else expect(reached()).toBe(false);
  });

  it.each(Array.from({ length: CALLS }, (_, at) => at + 1))(
    'killed at its write %i can be rolled back by its record',
    async (nth) => {
      const real = memoryObjectStore();
      const { store } = failing(real, nth, 'killed');
      void startWorld(store).start('first', request);
      await new Promise((resolve) => setImmediate(resolve));
      if (!(await isLocked(real))) return;
      const record = await findRecord<{ clone: Clone }>(real, keysOf('first').clone);
      expect(record?.clone.cloneId).toBe('first');
      await releaseLocks(real, record!.clone.route.target, 'first');
      expect(await isLocked(real)).toBe(false);
    },
  );

  it('that another run refused has nothing to roll back', async () => {
    const real = memoryObjectStore();
    await startWorld(real).start('first', request);
    await expect(startWorld(real).start('second', request)).rejects.toMatchObject({ name: 'LockHeld' });
    expect(await findRecord(real, keysOf('second').clone)).toBeUndefined();
  });
});
