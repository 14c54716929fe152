import { expect, it } from 'vitest';
import { findConflicts } from '../../../core/plan/conflicts.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectRef } from '../../../kube/kube-object.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const THERE = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'settings' } };

const targets: ObjectRef[] = ['shop', ...Array.from({ length: 200 }, (_, at) => `team-${at}`)].flatMap((namespace) =>
  ['ConfigMap', 'Service'].map((kind) => ({ apiVersion: 'v1', kind, namespace, name: 'settings' })),
);

it('asks a target for what it has in namespaces that are there, and not namespace by namespace for those that are not', async () => {
  const memory = memoryCluster({ objects: [SHOP, THERE] });
  const asked: string[] = [];
  const api: ClusterApi = {
    ...memory,
    names: (of) => {
      asked.push(`${of.kind} ${of.namespace ?? ''}`.trim());
      return memory.names(of);
    },
  };
  const found = await findConflicts(api, targets, 'fail');
  expect(found.map(({ object }) => `${object.kind} ${object.namespace}/${object.name}`)).toEqual([
    'ConfigMap shop/settings',
  ]);
  expect(asked).toEqual(['Namespace', 'ConfigMap shop', 'Service shop']);
});
