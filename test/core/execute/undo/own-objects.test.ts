import { describe, expect, it } from 'vitest';
import { memoryObjectStore } from '../../../../adapters/memory/object-store.ts';
import type { AppliedObject } from '../../../../core/base/run/applied.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { isOwn, ledgerOf } from '../../../../core/execute/undo/own-objects.ts';

const object = (name: string, more: Partial<AppliedObject> = {}): AppliedObject => ({
  ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name },
  before: 'absent',
  ...more,
});

describe('what a roll-back may delete', () => {
  // Promise: failure-leaves-nothing, refresh-keeps-former
  it.each<[string, Partial<AppliedObject>, { retired: boolean }, boolean]>([
    ['what the run made', { before: 'absent' }, { retired: false }, true],
    ['what the run made, after it retired a former clone', { before: 'absent' }, { retired: true }, true],
    ['what was there and the run only wrote to', { before: 'present' }, { retired: false }, false],
    ['what was there, though a former clone is retired', { before: 'present' }, { retired: true }, false],
    [
      'what it took over of a former clone that is still there',
      { before: 'present', takenOver: true },
      { retired: false },
      false,
    ],
    [
      'what it took over of a former clone that is gone',
      { before: 'present', takenOver: true },
      { retired: true },
      true,
    ],
  ])('%s', (_, more, { retired }, may) => {
    expect(isOwn(object('settings', more), retired)).toBe(may);
  });
});

it('takes the waves of a ledger from the last to the first, each with the objects of all its shards', async () => {
  const store = memoryObjectStore();
  const shards = {
    '050-configuration/000000': ['a'],
    '050-configuration/000001': ['b'],
    '180-workloads/000000': ['c'],
  };
  for (const [shard, names] of Object.entries(shards))
    await store.put(
      `${keysOf('run-1').ledger}objects/${shard}.json`,
      JSON.stringify({ objects: names.map((name) => object(name)) }),
    );
  const waves = await ledgerOf(store, 'run-1');
  expect(waves.map((wave) => wave.map(({ ref }) => ref.name))).toEqual([['c'], ['a', 'b']]);
});
