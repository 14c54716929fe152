import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WaveItem } from '../../core/base/run/envelope.ts';
import { readShards } from '../../core/base/run/records.ts';
import { applyShard } from '../../core/execute/apply/apply-shard.ts';
import { settleWave } from '../../core/execute/apply/settle-wave.ts';
import { translateStage } from '../../core/execute/apply/translate-stage.ts';
import { pointAtOwners } from '../../core/execute/owners/point-at-owners.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { annotationOf, fieldAt } from '../../kube/fields.ts';
import { groupOf, type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { contextFor, FIXTURES, readCase } from '../core/translate/support.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { openAsAdmin } from './open-as-admin.ts';
import { OPERATORS, typesOf } from './operator-types.ts';

const NODES = [{ name: 'node-a', zone: 'eu-central-1a', region: 'eu-central-1', instanceId: 'i-0a', labels: {} }];

let api: ClusterApi;
let close: () => unknown;
beforeAll(async () => {
  ({ api, close } = await openAsAdmin(NODES));
});
afterAll(() => close?.());

/** What a run does with a workload and its types, from the export to the owners. */
async function clone(operator: string) {
  const { objects, context } = readCase(join(FIXTURES, 'translate', operator));
  const exported = [...(await typesOf(operator)), ...objects];
  const home = operator.replace('operator', 'shop');
  const { index } = contextFor(exported);
  const renamed = { ...context, index, mappings: { ...context.mappings, namespaces: { shop: home } } };
  const store = memoryObjectStore();
  const waves: WaveItem[] = [];
  for (const stage of ['foundation', 'workload'] as const)
    waves.push(...(await translateStage(inOneShard(exported), renamed, stage, store, operator)).waves);
  const applied: { wave: string; objects: KubeObject[] }[] = [];
  for (const item of waves) {
    const { wave, prefix } = item;
    for await (const key of store.list(prefix))
      await applyShard(api, store, { cloneId: operator, wave, key }, { onConflict: 'update', stillOn: async () => {} });
    await settled(() => settleWave(api, store, item));
    await pointAtOwners(api, store, operator, wave);
    applied.push({ wave, objects: (await Array.fromAsync(readShards<KubeObject>(store, prefix))).flat() });
  }
  return { applied, home };
}

async function* inOneShard(objects: KubeObject[]) {
  yield objects;
}

/** As the machine asks again, for a minute. */
async function settled(look: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 60_000; ; await wait(200)) {
    const error = await look().then(
      () => undefined,
      (why: Error) => why,
    );
    if (!error) return;
    if (error.name !== 'NotYet' || Date.now() > end) throw error;
  }
}

const isOperator = ({ kind, metadata }: KubeObject) =>
  ['Deployment', 'StatefulSet'].includes(kind) && metadata.namespace === 'operators';
const isBuiltIn = ({ apiVersion }: KubeObject) => !groupOf(apiVersion).includes('.') || apiVersion.includes('.k8s.io/');
const isResource = (object: KubeObject) =>
  (!isBuiltIn(object) || object.apiVersion.includes('elastic.co')) && object.kind !== 'OperatorConfiguration';

describe.each(OPERATORS)('a workload of %s, with its real types on a real control plane', (operator) => {
  let run: Awaited<ReturnType<typeof clone>>;
  beforeAll(async () => {
    run = await clone(operator);
  }, 180_000);
  const find = (kind: string, name: string) => {
    const object = run.applied
      .flatMap(({ objects }) => objects)
      .find((each) => each.kind === kind && each.metadata.name === name)!;
    return api.get(refOf(object));
  };

  it('is applied with its operator available before the first custom resource', () => {
    const [operators, resources] = [isOperator, isResource].map((is) =>
      run.applied.filter(({ objects }) => objects.some(is)).map(({ wave }) => wave),
    );
    expect(operators).toHaveLength(1);
    expect(resources!.length).toBeGreaterThan(0);
    expect(resources!.filter((wave) => wave <= operators![0]!)).toEqual([]);
  });

  it('is complete, and the server sees no difference when it is applied again', async () => {
    const changed: string[] = [];
    for (const object of run.applied.flatMap(({ objects }) => objects)) {
      const { status: _, ...wanted } = object;
      const found = await api.get(refOf(object));
      const { object: again } = await api.apply(wanted, { manager: 'kubeferry', force: true, dryRun: true });
      if (JSON.stringify(found?.spec) !== JSON.stringify(again.spec)) changed.push(refText(refOf(object)));
    }
    expect(changed).toEqual([]);
  });

  it('finds its data: what its operator goes by is there', async () => {
    const claims = run.applied.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'PersistentVolumeClaim'));
    expect(claims.length).toBeGreaterThan(0);
    for (const claim of claims) expect(fieldAt((await api.get(refOf(claim)))!, 'status.phase')).toBe('Bound');
    await (FINDS[operator] ?? (async () => {}))(find);
  });
});

type Find = (kind: string, name: string) => Promise<KubeObject | undefined>;
const ownersOf = (object: KubeObject | undefined) => object?.metadata.ownerReferences?.map(({ kind }) => kind) ?? [];

const FINDS: Record<string, (find: Find) => Promise<void>> = {
  'operator-cloudnative-pg': async (find) => {
    const claim = await find('PersistentVolumeClaim', 'orders-1');
    expect(ownersOf(claim)).toEqual([]);
    expect(claim!.metadata.labels).toMatchObject({ 'cnpg.io/cluster': 'orders', 'cnpg.io/instanceRole': 'primary' });
    expect(annotationOf(claim!, 'cnpg.io/nodeSerial')).toBe('1');
    expect(ownersOf(await find('Secret', 'orders-ca'))).toEqual(['Cluster']);
  },
  'operator-strimzi': async (find) => {
    const kafka = (await find('Kafka', 'events'))!;
    expect(fieldAt(kafka, 'status.clusterId')).toBe('XP9FP2P-RByvEy0W4cOEUA');
    expect(annotationOf(kafka, 'strimzi.io/pause-reconciliation')).toBeUndefined();
    expect(annotationOf((await find('KafkaNodePool', 'controller'))!, 'strimzi.io/next-node-ids')).toBe('[3]');
  },
  'operator-percona-postgresql': async (find) => {
    const claim = (await find('PersistentVolumeClaim', 'ledger-instance1-x2b7-pgdata'))!;
    expect(claim.metadata.labels).toMatchObject({ 'postgres-operator.crunchydata.com/role': 'pgdata' });
  },
};
