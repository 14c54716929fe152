import { expect, it } from 'vitest';
import { lookUp } from '../../../../core/execute/apply/look-up.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const of = (namespace: string, kind: string, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace, name },
});
const objects = (kind: string) =>
  ['shop', 'pay'].flatMap((namespace) => Array.from({ length: 50 }, (_, at) => of(namespace, kind, `${kind}-${at}`)));

/** The cluster, and how it was asked. */
function asked(there: KubeObject[]) {
  const memory = memoryCluster({ objects: [...['shop', 'pay'].map(namespace), ...there] });
  const calls: string[] = [];
  const api: ClusterApi = {
    ...memory,
    get: (ref) => {
      calls.push(`get ${ref.kind}`);
      return memory.get(ref);
    },
    list: (resource, options) => {
      calls.push(`list ${resource.kind} ${options?.namespace}`);
      return memory.list(resource, options);
    },
  };
  return { api, calls };
}
const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const namesOf = (found: (KubeObject | undefined)[]) =>
  found.map((each) => each && `${each.metadata.namespace}/${each.metadata.name}`);

it('finds many objects of a namespace by one list, in their order, and not those that are gone', async () => {
  const wanted = objects('ConfigMap');
  const { api, calls } = asked(wanted.filter(({ metadata }) => metadata.name !== 'ConfigMap-7'));
  const found = namesOf(await lookUp(api, (await api.discover()).resources, wanted));
  expect(found).toEqual(
    wanted.map(({ metadata }) =>
      metadata.name === 'ConfigMap-7' ? undefined : `${metadata.namespace}/${metadata.name}`,
    ),
  );
  expect(calls).toEqual(['list ConfigMap shop', 'list ConfigMap pay']);
});

it('reads no Secret of others beside those that it looks for, and asks for few objects one by one', async () => {
  const wanted = [...objects('Secret').slice(0, 6), of('pay', 'ConfigMap', 'one'), namespace('pay')];
  const { api, calls } = asked(wanted.filter(({ kind }) => kind !== 'Namespace'));
  expect(await lookUp(api, (await api.discover()).resources, wanted)).not.toContain(undefined);
  expect(calls.toSorted()).toEqual([
    'get ConfigMap',
    'get Namespace',
    ...Array.from({ length: 6 }, () => 'get Secret'),
  ]);
});
