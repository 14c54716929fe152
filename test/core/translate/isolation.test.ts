import { expect, it } from 'vitest';
import { withIsolation } from '../../../core/translate/isolation.ts';
import { translateObject } from '../../../core/translate/pipeline.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { contextFor } from './support.ts';

const inNamespace = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
});

async function* exported(...objects: KubeObject[]): AsyncGenerator<KubeObject[]> {
  yield objects;
}

async function isolated(objects: KubeObject[], isolate: boolean) {
  const overrides = { profile: 'clone', isolate, mappings: { namespaces: { shop: 'shop-dev' } } };
  const context = contextFor(objects, { ...overrides, target: { networkPolicy: { by: 'Calico', on: true } } });
  const translations = [];
  for await (const shard of withIsolation(exported(...objects), context))
    translations.push(...shard.map((object) => translateObject(object, context)));
  return translations.flatMap(({ object }) => (object?.kind === 'NetworkPolicy' ? object : []));
}

// Promise: isolated-clone
it('holds each namespace of the clone, under its name in the target, and none of the system', async () => {
  const policies = await isolated([inNamespace('shop'), inNamespace('pay'), inNamespace('kube-system')], true);
  expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(['pay', 'shop-dev']);
  expect(policies[1]).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: 'kubeferry-isolation',
      namespace: 'shop-dev',
      labels: { 'app.kubernetes.io/managed-by': 'kubeferry' },
    },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['pay', 'shop-dev'] }],
              },
            },
          ],
        },
        {
          to: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
            { ipBlock: { cidr: '169.254.20.10/32' } },
            { ipBlock: { cidr: '10.100.0.10/32' } },
            { ipBlock: { cidr: '172.20.0.10/32' } },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    },
  });
});

it('adds nothing where nobody asked for it', async () => {
  expect(await isolated([inNamespace('shop')], false)).toEqual([]);
});
