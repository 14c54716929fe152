import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { requireServed } from '../../../../core/execute/apply/require-served.ts';
import { translateStage } from '../../../../core/execute/apply/translate-stage.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { contextFor } from '../../translate/support.ts';

const RUN = 'run-1';
const inShop = (apiVersion: string, kind: string, name: string, fields: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', uid: `source-${name}` },
  ...fields,
});
const SHOP: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'source-shop' } };
const OPERATOR = inShop('v1', 'Service', 'operator', {
  spec: { selector: { app: 'operator' }, ports: [{ port: 443 }] },
});
const behind = (replicas?: number) =>
  inShop('apps/v1', 'Deployment', 'operator', {
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: { app: 'operator' } },
      template: { metadata: { labels: { app: 'operator', version: 'one' } }, spec: { containers: [] } },
    },
  });
const RUNS = behind();
const clientConfig = { service: { name: 'operator', namespace: 'shop', path: '/' } };
const webhook = (failurePolicy?: string, config: object = clientConfig): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'operator', uid: 'source-webhook' },
  webhooks: [{ name: 'operator.example.com', clientConfig: config, ...(failurePolicy ? { failurePolicy } : {}) }],
});
const type = (conversion: object): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'caches.example.com', uid: 'source-type' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Cache', plural: 'caches' },
    versions: [{ name: 'v1', served: true, storage: true }],
    conversion,
  },
});
const CONVERTED = type({ strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions: ['v1'] } });
const CACHE = inShop('example.com/v1', 'Cache', 'sessions');

let store: ObjectStore;
let cluster: ClusterApi;
/** Conditions of the endpoints that the Service has. */
let endpoints: object[];
beforeEach(() => {
  store = memoryObjectStore();
  const memory = memoryCluster();
  endpoints = [];
  cluster = {
    ...memory,
    list: (resource, options) =>
      resource.kind === 'EndpointSlice' && options?.labelSelector === 'kubernetes.io/service-name=operator'
        ? slices()
        : memory.list(resource, options),
  };
});
async function* slices() {
  yield [inShop('discovery.k8s.io/v1', 'EndpointSlice', 'operator-x', { endpoints })];
}

/** Applies what comes before, and answers of each gate what it says. */
async function gates(source: KubeObject[], context: object = {}): Promise<[wave: string, said: string][]> {
  const said: [string, string][] = [];
  for (const stage of ['foundation', 'workload'] as const) {
    const shards = (async function* () {
      yield source;
    })();
    const { waves } = await translateStage(shards, contextFor(source, context), stage, store, RUN);
    for (const { wave, prefix } of waves)
      for await (const key of store.list(prefix)) {
        const shard = { cloneId: RUN, wave, key };
        const answer = await requireServed(cluster, store, shard).then(
          () => 'passes',
          (error: Error) => `${error.name}: ${error.message}`,
        );
        if (wave > '200') said.push([wave, answer]);
        if (!wave.startsWith('260'))
          await applyShard(cluster, store, shard, { onConflict: 'fail', stillOn: async () => {} });
      }
  }
  return said;
}

const READY = { addresses: ['10.0.0.1'], conditions: { ready: true } };
const NOT_READY = { addresses: ['10.0.0.1'], conditions: { ready: false } };

describe('an admission webhook that fails closed', () => {
  // Promise: asked-when-served
  it.each([
    ['waits while no pod is behind its Service', [], /^NotYet: .*v1 Service shop\/operator/],
    ['waits while no pod behind its Service is ready', [NOT_READY], /^NotYet/],
    ['passes when one is', [NOT_READY, READY], /^passes$/],
    ['passes when a controller says nothing of conditions', [{ addresses: ['10.0.0.1'] }], /^passes$/],
  ])('%s', async (_, found, answer) => {
    endpoints = found;
    expect(await gates([SHOP, OPERATOR, RUNS, webhook()])).toEqual([
      ['260-admission-webhooks', expect.stringMatching(answer)],
    ]);
  });

  it.each([
    ['no replicas', [behind(0)]],
    ['other labels', [inShop('apps/v1', 'Deployment', 'other', { spec: { template: { metadata: { labels: {} } } } })]],
  ])('does not wait for pods that never come: %s', async (_, workloads) => {
    expect(await gates([SHOP, OPERATOR, ...workloads, webhook()])).toEqual([['260-admission-webhooks', 'passes']]);
  });

  it('does not wait for a Service that is not of the clone, or a URL', async () => {
    expect(await gates([SHOP, webhook()])).toEqual([['260-admission-webhooks', 'passes']]);
    expect(await gates([SHOP, OPERATOR, RUNS, webhook('Fail', { url: 'https://example.com' })])).toEqual([
      ['260-admission-webhooks', 'passes'],
    ]);
  });
});

it('does not wait for a webhook that lets everything pass when nobody answers', async () => {
  expect(await gates([SHOP, OPERATOR, RUNS, webhook('Ignore')])).toEqual([['260-admission-webhooks', 'passes']]);
});

describe('a custom resource whose versions a Service of the clone converts', () => {
  // Promise: asked-when-served
  it('waits until somebody answers there', async () => {
    const source = [SHOP, CONVERTED, OPERATOR, RUNS, CACHE];
    expect(await gates(source)).toEqual([
      ['205-converted-resources', expect.stringMatching(/^NotYet: .*shop\/operator/)],
    ]);
    endpoints = [READY];
    expect(await gates(source)).toEqual([['205-converted-resources', 'passes']]);
  });

  it('finds the Service in the namespace that it has in the target', async () => {
    const context = { mappings: { namespaces: { shop: 'shop-test' } } };
    expect(await gates([SHOP, CONVERTED, OPERATOR, RUNS, CACHE], context)).toEqual([
      ['205-converted-resources', expect.stringContaining('v1 Service shop-test/operator')],
    ]);
  });

  it.each([
    ['where nothing converts it', [SHOP, type({ strategy: 'None' }), OPERATOR, RUNS, CACHE], {}],
    ['where a Service of somebody else does', [SHOP, CONVERTED, RUNS, CACHE], {}],
    ['where nothing of the clone runs for now', [SHOP, CONVERTED, OPERATOR, RUNS, CACHE], { start: 'scaled-down' }],
  ])('comes with the others %s', async (_, source, context) => {
    expect(await gates(source, context)).toEqual([]);
    expect(
      await cluster.get({ apiVersion: 'example.com/v1', kind: 'Cache', namespace: 'shop', name: 'sessions' }),
    ).toBeDefined();
  });
});
