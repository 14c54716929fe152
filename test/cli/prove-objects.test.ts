import { expect, it } from 'vitest';
import { proveObjects } from '../../cli/demo/prove-objects.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { ShardWriter } from '../../core/base/run/records.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { memoryCluster } from '../memory/cluster-api.ts';
import { memoryObjectStore } from '../memory/object-store.ts';

const settings = (name: string, data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels: { app: 'web' } },
  data,
});

it('compares what the target has, field by field, when a webhook of the clone lets nothing pass', async () => {
  const store = memoryObjectStore();
  const shard = new ShardWriter(store, keysOf('a').translated('foundation', '050-configuration'));
  await shard.add([settings('same', { a: 'b' }), settings('other', { a: 'b' }), settings('lost', {})]);
  await shard.close();
  const target = memoryCluster({
    objects: [{ ...settings('same', { a: 'b' }), immutable: false }, settings('other', { a: 'c' })],
  });
  target.apply = async () => {
    throw new KubeferryError('Unavailable', 'Internal error occurred: failed calling webhook "check.example.com".');
  };
  expect(await proveObjects(target, store, 'a')).toEqual({
    compared: 3,
    different: ['v1 ConfigMap default/other', 'v1 ConfigMap default/lost'],
  });
});
