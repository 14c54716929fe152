import { expect, it } from 'vitest';
import { leftBehind } from '../../cli/demo/left-behind.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { memoryCluster } from '../memory/cluster-api.ts';

const settings = (name: string, fields: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...fields,
});

it('takes fields without a value as a plain create does, which leaves them out where a type allows no null', async () => {
  const api = memoryCluster();
  const apply = api.apply;
  api.apply = async (object, options) => {
    if (JSON.stringify(object).includes('null'))
      throw new KubeferryError('ApplyFailed', 'must be of type object: "null"');
    return apply(object, options);
  };
  await loadCluster(api, [settings('a', { data: { kept: 'x', empty: null } })]);
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
  expect((await api.get(ref))?.data).toEqual({ kept: 'x' });
});

it('says which manifests are no part of a clone: those of system namespaces, and types that nothing needs', async () => {
  const inSystem = settings('b');
  inSystem.metadata.namespace = 'kube-system';
  const type = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope: 'Namespaced', versions: [] },
  };
  const mapped = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' } };
  const index = { uids: { 'uid-of-fast': 'storage.k8s.io/v1 StorageClass fast' } };
  expect(await leftBehind(memoryCluster(), [settings('a'), inSystem, type, mapped], index)).toEqual([
    '1 object in kube-system: each cluster fills that namespace for itself.',
    'apiextensions.k8s.io/v1 CustomResourceDefinition things.example.com: nothing in the selected namespaces needs it.',
  ]);
});
