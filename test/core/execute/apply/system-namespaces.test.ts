import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { encodeShard } from '../../../../core/base/shards.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const AUTH = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' } };
const BY = { manager: 'eks' };

// Promise: no-system-target
it('an object of a namespace of the system is not applied, though its shard has it', async () => {
  const [api, store] = [memoryCluster(), memoryObjectStore()];
  await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } }, BY);
  await api.create({ ...AUTH, data: { mapRoles: '[]' } }, BY);
  const key = `${keysOf('r1').translated('foundation', '050-configuration')}000000.ndjson.zst`;
  await store.put(key, encodeShard([{ ...AUTH, data: { mapRoles: '- groups: [system:masters]' } }]));
  const applied = applyShard(
    api,
    store,
    { cloneId: 'r1', wave: '050-configuration', key },
    { onConflict: 'update', stillOn: async () => {} },
  );
  await expect(applied).rejects.toThrow('namespace kube-system belongs to the cluster itself');
  expect((await api.get({ ...AUTH, ...AUTH.metadata }))?.data).toEqual({ mapRoles: '[]' });
});
