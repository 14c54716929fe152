import { expect, it } from 'vitest';
import { clusterApiSuite } from '../suites/cluster-api.ts';
import { memoryCluster } from './cluster-api.ts';

clusterApiSuite('memory', async () => ({ api: memoryCluster(), close: async () => {} }), { schemas: true });

it('runs the commands that a test gives it, and no others', async () => {
  const pod = { namespace: 'shop', name: 'db-0' };
  const exec = () => ({ exitCode: 3, stdout: 'frozen', stderr: '' });
  expect(await memoryCluster({ exec }).exec(pod, ['sync'], 1)).toMatchObject({ exitCode: 3, stdout: 'frozen' });
  await expect(memoryCluster().exec(pod, ['sync'], 1)).rejects.toThrow('runs no commands (sync)');
});

it('takes the objects of a namespace with it', async () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } };
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const api = memoryCluster({ objects: [shop, object] });
  await api.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' });
  expect(await api.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' })).toBeUndefined();
});
