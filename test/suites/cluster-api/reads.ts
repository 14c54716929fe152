import { expect, it } from 'vitest';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { BY_US, configMap, definition, kite, NAMESPACE, resourceIn, type Setting } from './setting.ts';

/** Version, discovery and lists. */
export function reads(setting: Setting): void {
  const names = async (options: Parameters<ClusterApi['list']>[1]) => {
    const pages: string[][] = [];
    const resource = resourceIn(setting, 'v1', 'ConfigMap');
    for await (const page of setting.api.list(resource, { namespace: NAMESPACE, ...options })) {
      pages.push(page.map(({ metadata }) => metadata.name));
    }
    return pages;
  };

  it('says which version it runs', async () => {
    expect(await setting.api.version()).toMatch(/^v1\.\d+\.\d+/);
  });

  it('discovers every kind with its place, and no subresource', async () => {
    expect(resourceIn(setting, 'apps/v1', 'Deployment')).toMatchObject({ resource: 'deployments', namespaced: true });
    expect(resourceIn(setting, 'v1', 'PersistentVolume')).toMatchObject({
      resource: 'persistentvolumes',
      namespaced: false,
    });
    expect(resourceIn(setting, 'v1', 'Secret').verbs).toEqual(
      expect.arrayContaining(['get', 'list', 'patch', 'delete']),
    );
    expect(setting.served.filter((each) => each.resource.includes('/'))).toEqual([]);
  });

  it('has discovered nothing twice, and nothing that failed', async () => {
    const discovery = await setting.api.discover();
    const keys = discovery.resources.map((each) => `${each.apiVersion} ${each.resource}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(discovery.failed).toEqual([]);
  });

  it('lists by pages, every object once, with its apiVersion and kind', async () => {
    const wanted = Array.from({ length: 25 }, (_, at) => `page-${String(at).padStart(2, '0')}`);
    for (const each of wanted) await setting.api.apply(configMap(each, {}, { set: 'pages' }), BY_US);
    const pages = await names({ labelSelector: 'set=pages', limit: 10 });
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(wanted);
    for await (const page of setting.api.list(resourceIn(setting, 'v1', 'ConfigMap'), { namespace: NAMESPACE })) {
      expect(page.every((object) => object.apiVersion === 'v1' && object.kind === 'ConfigMap')).toBe(true);
    }
  });

  it('lists metadata alone, with whose fields are whose, where no more is asked for', async () => {
    await setting.api.apply(configMap('light', { a: '1' }, { set: 'light' }), BY_US);
    const options = { namespace: NAMESPACE, labelSelector: 'set=light', metadataOnly: true };
    for await (const [only] of setting.api.list(resourceIn(setting, 'v1', 'ConfigMap'), options)) {
      expect(only).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'light' } });
      expect(only?.metadata.managedFields).toMatchObject([{ manager: 'kubeferry' }]);
      expect(only?.metadata.uid).toBeTruthy();
      expect(only).not.toHaveProperty('data');
    }
  });

  it('lists by labels and by fields', async () => {
    await setting.api.apply(configMap('red', {}, { colour: 'red', size: 's' }), BY_US);
    await setting.api.apply(configMap('blue', {}, { colour: 'blue' }), BY_US);
    expect((await names({ labelSelector: 'colour in (red,green)' })).flat()).toEqual(['red']);
    expect((await names({ labelSelector: 'colour,!size' })).flat()).toEqual(['blue']);
    expect((await names({ fieldSelector: 'metadata.name=blue' })).flat()).toEqual(['blue']);
    expect(await names({ labelSelector: 'colour=none' })).toEqual([]);
  });

  // Each says which of `mark=a`, `mark=` and none at all it takes. A real API server answers the same.
  it.each([
    ['set=marks,mark in ()', ['empty']],
    ['set=marks,mark notin ()', ['a', 'none']],
    ['set=marks,mark in (,b)', ['empty']],
    ['set=marks,mark in (b,,a)', ['a', 'empty']],
    ['set=marks,mark in (a,)', ['a', 'empty']],
    ['set=marks,mark in (b,,)', ['empty']],
    ['set=marks,mark=', ['empty']],
    ['set=marks,mark', ['a', 'empty']],
    ['set=marks,!mark', ['none']],
    ['set=marks, mark != a', ['empty', 'none']],
    ['set=marks,size>9', ['none']],
    ['set=marks,size<11', ['none']],
    ['set=marks,size>10', []],
  ])('lists what %j selects', async (labelSelector, expected) => {
    await setting.api.apply(configMap('a', {}, { set: 'marks', mark: 'a' }), BY_US);
    await setting.api.apply(configMap('empty', {}, { set: 'marks', mark: '' }), BY_US);
    await setting.api.apply(configMap('none', {}, { set: 'marks', size: '10' }), BY_US);
    expect((await names({ labelSelector })).flat()).toEqual(expected);
  });

  it.each([
    'a b',
    'a=b c',
    'a,',
    ',a',
    'a,,b',
    '!a=b',
    '!',
    '!!a',
    'a in b',
    'a in (b',
    'a in (b))',
    'a in (b c)',
    'a=(b)',
    'a==(b)',
    'a=!b',
    'a<=1',
    'a>x',
    'a>',
    'a>-1',
    'a>9223372036854775808',
    'a/b/c',
    '-a',
    'a=b-',
    'A.example/b',
  ])('refuses %j as a label selector', async (labelSelector) => {
    await expect(names({ labelSelector })).rejects.toThrow();
  });

  it('tells the names and uids of a kind, a moment later at most', async () => {
    const { object } = await setting.api.apply(configMap('named', {}), BY_US);
    const uidOf = async (kind: string) =>
      (await setting.api.names({ apiVersion: 'v1', kind, namespace: NAMESPACE })).get('named');
    await expect.poll(() => uidOf('ConfigMap')).toBe(object.metadata.uid);
    expect(await uidOf('Secret')).toBeUndefined();
    expect(await setting.api.names({ apiVersion: 'ghost.example/v1', kind: 'Ghost' })).toEqual(new Map());
  });

  it('tells those of cluster scope, whichever namespace is asked about', async () => {
    const named = await setting.api.names({ apiVersion: 'v1', kind: 'Namespace', namespace: NAMESPACE });
    expect([...named.keys()]).toContain('default');
  });

  it('lists over all namespaces', async () => {
    const seen: string[] = [];
    for await (const page of setting.api.list(resourceIn(setting, 'v1', 'Namespace')))
      seen.push(...page.map(({ metadata }) => metadata.name));
    expect(seen).toEqual(expect.arrayContaining(['default', 'kube-system', NAMESPACE]));
  });

  it('serves a kind as soon as its definition is established', async () => {
    await setting.api.apply(definition, BY_US);
    const applied = () => setting.api.apply(kite(3), BY_US).catch((error) => error.name);
    await expect.poll(applied, { timeout: 15_000, interval: 200 }).toMatchObject({ outcome: 'created' });
    const kites = (await setting.api.discover()).resources.find((each) => each.kind === 'Kite');
    expect(kites).toMatchObject({ apiVersion: 'suite.example/v1', resource: 'kites', namespaced: true });
  });
}
