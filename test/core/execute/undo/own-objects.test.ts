import { describe, expect, it } from 'vitest';
import type { AppliedObject } from '../../../../core/base/run/applied.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { markedBy } from '../../../../core/base/run/made-by-run.ts';
import { identify, isOwn, ledgerOf, stillThere } from '../../../../core/execute/undo/own-objects.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

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

describe('an object that a run was about to make when it died', () => {
  const ref = (kind: string, namespace: string) => ({ apiVersion: 'v1', kind, namespace, name: 'settings' });
  const manifest = (kind: string, namespace: string) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'settings', namespace },
  });
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  // Promise: failure-leaves-nothing
  it('is its own where the run has marked it, and not another of that name, of another kind or elsewhere', async () => {
    const api = memoryCluster({ objects: [namespace('shop'), namespace('billing')] });
    const made = await api.create(markedBy('run-1', manifest('ConfigMap', 'shop')), { manager: 'kubeferry' });
    await api.create(manifest('Secret', 'shop'), { manager: 'somebody' });
    await api.create(manifest('ConfigMap', 'billing'), { manager: 'somebody' });
    const listed: unknown[] = [];
    const list: typeof api.list = (resource, options) => {
      listed.push([resource.kind, options]);
      return api.list(resource, options);
    };
    const intents = [ref('ConfigMap', 'shop'), ref('Secret', 'shop'), ref('ConfigMap', 'billing')];
    const { resources } = await api.discover();
    const { own, kept } = await identify(
      { ...api, list },
      resources,
      'run-1',
      intents.map((each) => ({ ref: each, before: 'absent' })),
    );
    expect(own).toEqual([{ ref: ref('ConfigMap', 'shop'), uid: made!.metadata.uid }]);
    const why = 'the run was about to make it, and somebody else did';
    expect(kept).toEqual([
      { at: 'v1 Secret shop/settings', why },
      { at: 'v1 ConfigMap billing/settings', why },
    ]);
    // Of Secrets as well, no value is read for it.
    expect(listed).toEqual([
      ['ConfigMap', { namespace: 'shop', metadataOnly: true }],
      ['Secret', { namespace: 'shop', metadataOnly: true }],
      ['ConfigMap', { namespace: 'billing', metadataOnly: true }],
    ]);
  });

  it('is passed over where its kind is not served any more', async () => {
    const api = memoryCluster({ objects: [namespace('shop')] });
    const gone = { ref: ref('ConfigMap', 'shop'), before: 'absent' as const };
    expect(await identify(api, [], 'run-1', [gone])).toEqual({ own: [], kept: [] });
  });
});

it('asks nothing about objects that an earlier attempt has deleted, but one list for all of them', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const there = names.map((name) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'shop', name, uid: `uid-${name}` },
  }));
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const cluster = memoryCluster({ objects: [shop, ...there.filter(({ metadata }) => metadata.name > 'c')] });
  const uids = await cluster.names({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' });
  const members = names.map((name) => ({ ref: object(name).ref, uid: uids.get(name) ?? `uid-${name}` }));
  const replaced = members.map((each) => (each.ref.name === 'e' ? { ...each, uid: 'another' } : each));
  const { resources } = await cluster.discover();
  expect((await stillThere(cluster, resources, replaced)).map(({ ref }) => ref.name)).toEqual(['d', 'f']);
});
