import { describe, expect, it } from 'vitest';
import { releaseLocks, takeLocks } from '../../../../core/base/run/lock.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const target = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const run = (cloneId: string, since = '2026-11-22T10:00:00Z') => ({ cloneId, since });

describe('the lock on a target namespace', () => {
  it('lets one run in, and names it to the next', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['shop'], run('first'));
    await expect(takeLocks(store, target, ['shop'], run('second'))).rejects.toMatchObject({
      name: 'LockHeld',
      message: expect.stringContaining('first'),
    });
  });

  it('lets runs into other namespaces', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['shop'], run('first'));
    await expect(takeLocks(store, target, ['billing'], run('second'))).resolves.toBeUndefined();
  });

  // Promise: refuses-busy-namespace
  it('on all namespaces excludes every other run into that cluster, and is excluded by it', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, 'all', run('first'));
    await expect(takeLocks(store, target, ['shop'], run('second'))).rejects.toThrow('"shop"');
    await expect(takeLocks(store, target, 'all', run('second'))).rejects.toThrow('all namespaces');
    await takeLocks(store, { ...target, cluster: 'other' }, ['shop'], run('second'));
    await releaseLocks(store, target, 'first');
    await takeLocks(store, target, ['shop'], run('second'));
    await expect(takeLocks(store, target, 'all', run('third'))).rejects.toThrow('second');
  });

  it('may be taken again by the same run, whose start was tried twice', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['shop'], run('first'));
    await expect(takeLocks(store, target, ['shop'], run('first'))).resolves.toBeUndefined();
  });

  it('gives back what it took when one of several is held', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['b'], run('first'));
    await expect(takeLocks(store, target, ['a', 'b'], run('second'))).rejects.toThrow('first');
    await expect(takeLocks(store, target, ['a'], run('third'))).resolves.toBeUndefined();
  });

  it('is released by its holder alone', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['shop'], run('first'));
    await releaseLocks(store, target, 'second');
    await expect(takeLocks(store, target, ['shop'], run('second'))).rejects.toThrow('first');
    await releaseLocks(store, target, 'first');
    await expect(takeLocks(store, target, ['shop'], run('second'))).resolves.toBeUndefined();
  });

  it('of a run that began more than 25 days ago is taken over', async () => {
    const store = memoryObjectStore();
    await takeLocks(store, target, ['shop'], run('first', '2026-10-25T10:00:00Z'));
    await expect(takeLocks(store, target, ['shop'], run('second'))).resolves.toBeUndefined();
  });
});
