import { describe, expect, it } from 'vitest';
import { archiveApi, shardsIn } from '../../../../core/base/archive/archive-api.ts';
import { placesOf } from '../../../../core/base/archive/catalog.ts';
import { readShards, ShardWriter } from '../../../../core/base/run/records.ts';
import type { ListOptions } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const PREFIX = 'exports/backup/run-1/';
const CONFIGMAPS = { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: ['list'] };
const NAMESPACES = { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs: ['list'] };

const configMap = (namespace: string, name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name, uid: `uid-${namespace}-${name}`, labels },
  data: { a: 'b' },
});

async function archive(objects: KubeObject[]) {
  const store = memoryObjectStore();
  const writer = new ShardWriter(store, PREFIX);
  await writer.add(objects);
  await writer.close();
  const reads: string[] = [];
  const counted = {
    ...store,
    get: (key: string) => {
      reads.push(key);
      return store.get(key);
    },
  };
  const places = await placesOf(readShards<KubeObject>(store, PREFIX));
  const catalog = { version: 'v1.36.3', resources: [NAMESPACES, CONFIGMAPS], places };
  return { api: archiveApi({ name: 'Backup "nightly-1"', catalog, shard: shardsIn(counted, PREFIX) }), reads };
}

async function names(api: ReturnType<typeof archiveApi>, resource: typeof CONFIGMAPS, options?: ListOptions) {
  return (await Array.fromAsync(api.list(resource, options))).flat().map(({ metadata }) => metadata.name);
}

const SHOP = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  configMap('shop', 'one', { app: 'web' }),
  configMap('shop', 'two'),
  configMap('pay', 'three'),
];

describe('objects at rest', () => {
  it('are listed by kind, namespace, labels and name', async () => {
    const { api } = await archive(SHOP);
    expect(await names(api, CONFIGMAPS)).toEqual(['one', 'two', 'three']);
    expect(await names(api, CONFIGMAPS, { namespace: 'shop' })).toEqual(['one', 'two']);
    expect(await names(api, CONFIGMAPS, { namespace: 'shop', labelSelector: 'app=web' })).toEqual(['one']);
    expect(await names(api, CONFIGMAPS, { fieldSelector: 'metadata.name=three' })).toEqual(['three']);
    expect(await names(api, NAMESPACES)).toEqual(['shop']);
  });

  it('are found in namespaces that are called as what every object of JavaScript has', async () => {
    const { api } = await archive([configMap('constructor', 'one'), configMap('valueof', 'two')]);
    expect(await names(api, CONFIGMAPS, { namespace: 'constructor' })).toEqual(['one']);
    expect(await names(api, CONFIGMAPS)).toEqual(['one', 'two']);
    expect(await names((await archive(SHOP)).api, CONFIGMAPS, { namespace: 'constructor' })).toEqual([]);
  });

  it('are found one by one, and by no other version or place', async () => {
    const { api } = await archive(SHOP);
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'two' };
    expect(await api.get(ref)).toMatchObject({ metadata: { uid: 'uid-shop-two' } });
    expect(await api.get({ ...ref, namespace: 'pay' })).toBeUndefined();
    expect(await api.names({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' })).toEqual(
      new Map([
        ['one', 'uid-shop-one'],
        ['two', 'uid-shop-two'],
      ]),
    );
    expect(await api.names({ apiVersion: 'v2', kind: 'ConfigMap' })).toEqual(new Map());
  });

  it('come in pages, with no more than metadata where no more is asked for', async () => {
    const { api } = await archive(SHOP);
    const pages = await Array.fromAsync(api.list(CONFIGMAPS, { limit: 2, metadataOnly: true }));
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(pages[0]![0]).not.toHaveProperty('data');
  });

  it('are read by the shards that have them, and from memory the second time', async () => {
    const many = Array.from({ length: 1200 }, (_, at) => configMap(at < 600 ? 'shop' : 'pay', `c${at}`));
    const { api, reads } = await archive(many);
    expect(await names(api, CONFIGMAPS, { namespace: 'pay' })).toHaveLength(600);
    expect(reads).toHaveLength(2);
    await names(api, CONFIGMAPS, { namespace: 'pay' });
    expect(reads).toHaveLength(2);
  });

  it('cannot be changed, nor run commands', async () => {
    const { api } = await archive(SHOP);
    const refused = 'Backup "nightly-1" is read-only: it can be read, and not be changed.';
    await expect(api.apply(SHOP[1]!, { manager: 'kubeferry', force: true })).rejects.toThrow(refused);
    await expect(api.exec({ namespace: 'shop', name: 'web' }, ['sync'], 1)).rejects.toThrow(refused);
  });
});
