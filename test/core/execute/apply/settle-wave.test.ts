import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter } from '../../../../core/base/run/records.ts';
import { settleWave } from '../../../../core/execute/apply/settle-wave.ts';
import { OPERATORS } from '../../../../core/translate/waves.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const namespace = (name: string, phase?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  ...(phase ? { status: { phase } } : {}),
});
const ORDERS: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'orders.shop.example.com' },
};
/** Conditions of a definition (apiextensions.k8s.io/v1, CustomResourceDefinitionCondition). */
const established = (status: string) => ({
  conditions: [
    { type: 'NonStructuralSchema', status: 'False' },
    { type: 'NamesAccepted', status: 'True' },
    { type: 'Established', status },
  ],
});

/** A wave of these objects, in a target that answers so of each name. */
async function settle(
  objects: KubeObject[],
  answers: Record<string, KubeObject | undefined> = {},
  wave = '010-namespaces',
  enough?: ReadonlyMap<string, number>,
) {
  const store = memoryObjectStore();
  const prefix = keysOf('a').translated('foundation', wave);
  const writer = new ShardWriter(store, prefix);
  await writer.add(objects);
  await writer.close();
  const target = memoryCluster({ objects: [] });
  const api: ClusterApi = { ...target, get: async ({ name }) => answers[name] };
  return settleWave(api, store, { wave, prefix } as Parameters<typeof settleWave>[2], enough);
}

describe('a wave', () => {
  it('is settled when its namespaces are active and its definitions are established', async () => {
    const answers = {
      shop: namespace('shop', 'Active'),
      'orders.shop.example.com': { ...ORDERS, status: established('True') },
    };
    expect(await settle([namespace('shop'), ORDERS], answers)).toEqual({ settled: 2 });
  });

  it.each([
    ['a namespace that is being deleted', namespace('shop'), { shop: namespace('shop', 'Terminating') }],
    ['a namespace without a phase', namespace('shop'), { shop: namespace('shop') }],
    ['a namespace that is gone', namespace('shop'), {}],
    ['a definition without a status', ORDERS, { 'orders.shop.example.com': ORDERS }],
    ['a definition without conditions', ORDERS, { 'orders.shop.example.com': { ...ORDERS, status: {} } }],
    [
      'a definition that is not established yet',
      ORDERS,
      { 'orders.shop.example.com': { ...ORDERS, status: established('False') } },
    ],
  ] as [string, KubeObject, Record<string, KubeObject>][])('waits for %s, and names it', async (_, object, answers) => {
    await expect(settle([object], answers)).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringMatching(`^Wave 010-namespaces: 1 objects are not ready yet.*${object.metadata.name}`),
    });
  });

  it('names what holds a namespace that is being deleted', async () => {
    const message =
      'Some content in the namespace has finalizers remaining: shop.example.com/release in 2 resource instances';
    const conditions = [
      { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', message: 'All resources successfully discovered' },
      { type: 'NamespaceFinalizersRemaining', status: 'True', message },
    ];
    const shop = { ...namespace('shop'), status: { phase: 'Terminating', conditions } };
    await expect(settle([namespace('shop')], { shop })).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringContaining(`shop, which is being deleted and is held: ${message}.`),
    });
  });

  it('counts all that it waits for', async () => {
    await expect(settle([namespace('a'), namespace('b'), ORDERS], { a: namespace('a', 'Active') })).rejects.toThrow(
      /2 objects are not ready yet, the first is v1 Namespace b/,
    );
  });

  it('waits for nothing else: other kinds are ready when they are applied', async () => {
    const config: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' } };
    expect(await settle([config])).toEqual({ settled: 1 });
  });

  it('that has no objects is settled', async () => {
    expect(await settle([])).toEqual({ settled: 0 });
  });
});

describe('the wave of operators', () => {
  const operator = (ready: number, replicas = 1): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'operator', namespace: 'operators', generation: 1 },
    spec: { replicas },
    status: { observedGeneration: 1, readyReplicas: ready },
  });
  const settled = (found: KubeObject | undefined, enough?: ReadonlyMap<string, number>) =>
    settle([operator(0)], { operator: found }, OPERATORS.wave, enough);

  it('is settled when their pods are ready, or none is to run', async () => {
    expect(await settled(operator(1))).toEqual({ settled: 1 });
    expect(await settled(operator(0, 0))).toEqual({ settled: 1 });
  });

  it('waits for one that is not, and says what comes after it', async () => {
    const sentence = /Deployment operators\/operator: 0 of 1 pods are ready; its resources come after it\.$/;
    await expect(settled(operator(0))).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringMatching(sentence),
    });
  });

  it('waits for no more pods than ran at the source', async () => {
    const enough = new Map([[refText(refOf(operator(0))), 0]]);
    expect(await settled(operator(0), enough)).toEqual({ settled: 1 });
  });
});
