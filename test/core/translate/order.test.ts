import { describe, expect, it } from 'vitest';
import { objectOrder, waveOptions } from '../../../core/translate/order.ts';
import { addToIndex, startIndex } from '../../../core/translate/source-index.ts';
import { rowsOf } from '../../../core/translate/tables/references/row.ts';
import { waveOf, wavesOf } from '../../../core/translate/waves.ts';
import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { contextFor } from './support.ts';

const custom = (kind: string, name: string, needs?: string, namespace = 'shop'): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name, namespace },
  spec: needs ? { needs } : {},
});
const row = rowsOf('the request');
const STEPS = [row('example.com/Step', 'spec.needs', 'example.com/Step')];

function orderOf(objects: KubeObject[], references = STEPS, namespaces = {}) {
  const index = startIndex();
  for (const object of objects) addToIndex(index, object, references);
  const context = { ...contextFor([], { mappings: { namespaces } }), index, references };
  const options = waveOptions(context);
  return { order: objectOrder(context), waveOf: (object: KubeObject) => waveOf(object, options).wave };
}

describe('custom resources of one kind', () => {
  const steps = [custom('Step', 'c', 'b'), custom('Step', 'a'), custom('Step', 'b', 'a')];

  // Promise: needed-before
  it('are applied after those that they name, in whatever order they come', () => {
    const { waveOf: at } = orderOf(steps);
    expect(steps.map(at)).toEqual([
      '164-third-custom-resources',
      '160-custom-resources',
      '162-second-custom-resources',
    ]);
  });

  it('are known by the name of their namespace in the target', () => {
    const { waveOf: at } = orderOf(steps, STEPS, { shop: 'shop-test' });
    expect(at(custom('Step', 'c', 'b', 'shop-test'))).toBe('164-third-custom-resources');
    expect(at(custom('Step', 'c', 'b'))).toBe('160-custom-resources');
  });

  it('are applied together where they need each other, and what needs one of them comes after both', () => {
    const circle = [custom('Step', 'a', 'b'), custom('Step', 'b', 'a'), custom('Step', 'c', 'a')];
    const { order, waveOf: at } = orderOf(circle);
    expect(order.circles).toEqual([['example.com/Step shop/a', 'example.com/Step shop/b']]);
    expect(circle.map(at)).toEqual(['160-custom-resources', '160-custom-resources', '162-second-custom-resources']);
  });

  it('are at most in eight waves, also where a chain is longer than a call stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      custom('Step', `s${at}`, at > 0 ? `s${at - 1}` : undefined),
    );
    const { waveOf: at } = orderOf(chain);
    expect(new Set(chain.map(at)).size).toBe(8);
    expect(at(chain.at(-1)!)).toBe('169-eighth-custom-resources');
  });

  it('need nothing of others of the same name in another namespace, nor themselves', () => {
    const { order } = orderOf([custom('Step', 'a', 'a'), custom('Step', 'b', 'a', 'other')]);
    expect([...order.levels]).toEqual([
      ['example.com/Step other/a', 0],
      ['example.com/Step other/b', 1],
    ]);
  });
});

it('never puts a custom resource before what its kind needs anyway', () => {
  const rows = [row('example.com/Early', 'spec.needs', 'postgresql.cnpg.io/Pooler')];
  const pooler: KubeObject = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { cluster: { name: 'pg' } },
  };
  const early = custom('Early', 'e', 'p');
  const { waveOf: at } = orderOf([early, pooler], rows);
  expect([pooler, early].map(at)).toEqual(['164-third-custom-resources', '165-fourth-custom-resources']);
});

describe('an operator with a recipe', () => {
  const operator = (image: string, kind = 'Deployment'): KubeObject => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'operator', namespace: 'operators' },
    spec: { template: { metadata: {}, spec: { containers: [{ name: 'manager', image }] } } },
  });
  const cluster: KubeObject = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'orders', namespace: 'shop' },
  };

  // Promise: operators-before-resources
  it.each([
    ['ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0', 'Deployment'],
    ['quay.io/strimzi/operator:1.2.0', 'Deployment'],
    ['docker.elastic.co/eck/eck-operator:3.5.0', 'StatefulSet'],
    ['registry.example.com:5000/mirror/percona/percona-xtradb-cluster-operator@sha256:abc', 'Deployment'],
    ['ghcr.io/zalando/postgres-operator:v1.15.1', 'Deployment'],
    ['docker.io/rook/ceph:v1.20.6', 'Deployment'],
  ])('comes after claims and services and before custom resources: %s', (image, kind) => {
    const object = operator(image, kind);
    const { waveOf: at } = orderOf([object], undefined, { operators: 'operators-test' });
    const moved = { ...object, metadata: { ...object.metadata, namespace: 'operators-test' } };
    expect(at(moved)).toBe('155-operators');
    expect(at(moved) > '140-services' && at(moved) < at(cluster)).toBe(true);
    expect(wavesOf(refOf(moved)).map(({ wave }) => wave)).toContain('155-operators');
  });

  it('is not taken for one by a part of its name, nor are the databases that it runs', () => {
    for (const image of [
      'ghcr.io/cloudnative-pg/postgresql:18',
      'example.com/not-rook/ceph-exporter',
      'rook/ceph-tools',
    ]) {
      const object = operator(image);
      expect(orderOf([object]).waveOf(object)).toBe('180-workloads');
    }
  });

  it('finds its own configuration when it starts', () => {
    const configuration: KubeObject = {
      apiVersion: 'acid.zalan.do/v1',
      kind: 'OperatorConfiguration',
      metadata: { name: 'postgres-operator', namespace: 'operators' },
    };
    expect(orderOf([]).waveOf(configuration)).toBe('050-configuration');
  });
});
