import { beforeEach, describe, expect, it } from 'vitest';
import { memoryCluster } from '../../../adapters/memory/cluster-api.ts';
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import { applyShard } from '../../../core/apply/apply-shard.ts';
import { keysOf } from '../../../core/clone/keys.ts';
import { ShardWriter, writeRecord } from '../../../core/clone/records.ts';
import { type KubeObject, type ObjectRef, refOf } from '../../../core/manifests/kube-object.ts';
import { waveOf } from '../../../core/manifests/waves.ts';
import type { ClusterApi } from '../../../core/ports/cluster-api.ts';
import { allKept } from '../../../core/undo/kept.ts';
import { rollBackObjects } from '../../../core/undo/roll-back-objects.ts';

const SOMEBODY = { manager: 'kubectl', force: true };

const object = (apiVersion: string, kind: string, name: string, more: object = {}, namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  ...more,
});
const inShop = (apiVersion: string, kind: string, name: string, more: object = {}) =>
  object(apiVersion, kind, name, more, 'shop');

const SHOP = object('v1', 'Namespace', 'shop');
const KITES = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'kites.example.com', {
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Kite', plural: 'kites' },
    versions: [{ name: 'v1', served: true, storage: true }],
  },
});
const VOLUME = object('v1', 'PersistentVolume', 'pv-db', {
  spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' }, claimRef: { namespace: 'shop', name: 'db' } },
});
const CLAIM = inShop('v1', 'PersistentVolumeClaim', 'db', { spec: { volumeName: 'pv-db' } });
const WEB = inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 1 } });
const KITE = inShop('example.com/v1', 'Kite', 'red');
const CLONE = [KITES, SHOP, VOLUME, CLAIM, KITE, WEB];

const FOREIGN = {
  deployment: inShop('apps/v1', 'Deployment', 'tool', { spec: {} }),
  claim: inShop('v1', 'PersistentVolumeClaim', 'notes', { spec: {} }),
  configMap: inShop('v1', 'ConfigMap', 'mine', { data: {} }),
};

let cluster: ClusterApi;
const store = memoryObjectStore();
let run = 0;
const runId = () => `run-${run}`;

/** Applies objects as a run does, wave by wave. */
async function apply(cloneId: string, objects: KubeObject[]): Promise<void> {
  const byWave = Map.groupBy(objects, (each) => {
    const { stage, wave } = waveOf(each);
    return `${stage} ${wave}`;
  });
  for (const place of [...byWave.keys()].toSorted()) {
    const [stage = '', wave = ''] = place.split(' ');
    const prefix = keysOf(cloneId).translated(stage, wave);
    const writer = new ShardWriter(store, prefix);
    await writer.add(byWave.get(place)!);
    await writer.close();
    for await (const key of store.list(prefix))
      await applyShard(cluster, store, { cloneId, wave, key }, { onConflict: 'skip', stillOn: async () => {} });
  }
}

async function rollBack(cloneId = runId(), api = cluster) {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await rollBackObjects(async () => api, store, cloneId);
    } catch (error) {
      if ((error as Error).name !== 'NotYet') throw error;
    }
  }
  throw new Error('it never came to its end');
}

const isThere = async (ref: ObjectRef) => (await cluster.get(ref)) !== undefined;
const there = async (objects: KubeObject[]) => {
  const found = await Promise.all(objects.map((each) => isThere(refOf(each))));
  return objects.filter((_, at) => found[at]).map(({ metadata }) => metadata.name);
};

beforeEach(async () => {
  run += 1;
  cluster = memoryCluster();
  await apply(runId(), CLONE);
});

describe('the roll-back of a clone into which nobody has put anything', () => {
  it('removes all of it, with what the cluster and its controllers made of it', async () => {
    const uid = (await cluster.get(refOf(WEB)))?.metadata.uid;
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid };
    const set = inShop('apps/v1', 'ReplicaSet', 'web-1');
    await cluster.create({ ...set, metadata: { ...set.metadata, ownerReferences: [owner as never] } }, SOMEBODY);
    const ofSet = { ...owner, kind: 'ReplicaSet', name: 'web-1', uid: (await cluster.get(refOf(set)))?.metadata.uid };
    const pod = inShop('v1', 'Pod', 'web-1-a');
    await cluster.create({ ...pod, metadata: { ...pod.metadata, ownerReferences: [ofSet as never] } }, SOMEBODY);
    for (const made of [
      inShop('v1', 'ServiceAccount', 'default'),
      inShop('v1', 'ConfigMap', 'kube-root-ca.crt'),
      inShop('v1', 'Event', 'web.1'),
    ])
      await cluster.create(made, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 0 });
    expect(await there([...CLONE, set, pod])).toEqual([]);
    expect(await allKept(store, runId())).toEqual([]);
  });
});

describe('a namespace that the run made', () => {
  // Promise: containers-of-others-stay
  it.each(Object.entries(FOREIGN))('stays with a %s of others, and only the own objects go', async (_, foreign) => {
    await cluster.create(foreign, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([...CLONE, foreign])).toEqual(['shop', foreign.metadata.name]);
    const [kept] = await allKept(store, runId());
    expect(kept).toEqual({
      at: 'v1 Namespace shop',
      why: `it holds what others have put there: ${foreign.apiVersion} ${foreign.kind} shop/${foreign.metadata.name}`,
    });
  });

  // Promise: containers-of-others-stay
  it('stays with the clone that a second run put into it, and goes with that one only when nothing is left', async () => {
    const second = [inShop('v1', 'ConfigMap', 'of-the-second', { data: {} })];
    await apply(`${runId()}-second`, [SHOP, ...second]);
    await rollBack();
    expect(await there([SHOP, ...second])).toEqual(['shop', 'of-the-second']);
    await rollBack(`${runId()}-second`);
    expect(await there(second)).toEqual([]);
    expect(await rollBack()).toMatchObject({ kept: 0 });
    expect(await there([SHOP])).toEqual([]);
  });

  it('stays with what is owned by something of others', async () => {
    const owner = await cluster.create(FOREIGN.deployment, SOMEBODY);
    const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tool', uid: owner!.metadata.uid! };
    const set = inShop('apps/v1', 'ReplicaSet', 'tool-1');
    await cluster.create({ ...set, metadata: { ...set.metadata, ownerReferences: [reference] } }, SOMEBODY);
    await rollBack();
    expect(await there([SHOP, set])).toEqual(['shop', 'tool-1']);
    expect((await allKept(store, runId()))[0]?.why).toContain('Deployment shop/tool');
  });

  it('is kept where an API of the cluster does not say what it has in it', async () => {
    const failed = [{ groupVersion: 'wardle.example.com/v1', reason: 'its service is down' }];
    const blind: ClusterApi = {
      ...cluster,
      discover: async () => ({ ...(await cluster.discover()), failed }),
    };
    expect(await rollBack(runId(), blind)).toMatchObject({ kept: 1 });
    expect((await allKept(store, runId()))[0]?.why).toMatch(/wardle\.example\.com\/v1 \(its service is down\)/);
  });

  it('is not deleted when it was changed between the look and the deletion, and looked into again', async () => {
    let changed = false;
    const racing: ClusterApi = {
      ...cluster,
      delete: async (ref, options) => {
        if (ref.kind === 'Namespace' && !changed) {
          changed = true;
          await cluster.create(FOREIGN.claim, SOMEBODY);
          await cluster.merge(ref, { metadata: { labels: { keep: 'me' } } }, SOMEBODY);
        }
        return cluster.delete(ref, options);
      },
    };
    expect(await rollBack(runId(), racing)).toMatchObject({ kept: 1 });
    expect(await there([FOREIGN.claim])).toEqual(['notes']);
  });

  it('costs one list for each kind, and no look at single objects', async () => {
    const many = Array.from({ length: 60 }, (_, at) => inShop('v1', 'ConfigMap', `foreign-${at}`));
    for (const each of many) await cluster.create(each, SOMEBODY);
    const calls: string[] = [];
    const counted = new Proxy(cluster, {
      get: (api, name: keyof ClusterApi) => {
        const method = api[name] as ((...given: unknown[]) => unknown) | undefined;
        if (!method) return undefined;
        return (...given: unknown[]) => {
          calls.push(name);
          return method(...given);
        };
      },
    });
    await rollBack(runId(), counted);
    expect(calls.filter((name) => name === 'get')).toEqual([]);
    expect(calls.filter((name) => name === 'delete').length).toBeLessThan(40);
    expect((await allKept(store, runId()))[0]?.why).toMatch(/ and 55 more$/);
  });
});

describe('a type that the run made', () => {
  // Promise: containers-of-others-stay
  it('stays with custom objects in another namespace, which somebody has made of it since', async () => {
    await cluster.create(object('v1', 'Namespace', 'other'), SOMEBODY);
    const blue = object('example.com/v1', 'Kite', 'blue', {}, 'other');
    await cluster.create(blue, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([...CLONE, blue])).toEqual(['kites.example.com', 'blue']);
    expect(await allKept(store, runId())).toEqual([
      {
        at: 'apiextensions.k8s.io/v1 CustomResourceDefinition kites.example.com',
        why: 'it holds what others have put there: example.com/v1 Kite other/blue',
      },
    ]);
  });
});

describe('a claim that the run made', () => {
  const mounting = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'db' } }] };
  const pod = inShop('v1', 'Pod', 'shell', { spec: mounting });
  const cron = inShop('batch/v1', 'CronJob', 'dump', {
    spec: { jobTemplate: { spec: { template: { spec: mounting } } } },
  });
  const LISTING = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'db' };

  /** As the API server does: the claim goes when nothing mounts it. */
  const protect = () =>
    cluster.merge(LISTING, { metadata: { finalizers: ['kubernetes.io/pvc-protection'] } }, SOMEBODY);

  // Promise: containers-of-others-stay
  it.each([
    ['a pod', pod],
    ['a workload that has no pod right now', cron],
  ])('stays while %s of others mounts it, with its volumes, and all else goes', async (_, user) => {
    await protect();
    await cluster.create(user, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 3 });
    expect(await there([...CLONE, user])).toEqual(['shop', 'pv-db', 'db', user.metadata.name]);
    const found = await cluster.get(LISTING);
    expect(found?.metadata.deletionTimestamp).toBeUndefined();
    expect((await allKept(store, runId())).toSorted((a, b) => (a.at < b.at ? -1 : 1))).toEqual([
      { at: 'v1 Namespace shop', why: expect.stringContaining(`${user.kind} shop/${user.metadata.name}`) },
      {
        at: 'v1 PersistentVolume pv-db',
        why: 'claim shop/db of the run is bound to it, and others use that',
        volumeId: 'vol-0a',
      },
      {
        at: 'v1 PersistentVolumeClaim shop/db',
        why: `others mount it: ${user.apiVersion} ${user.kind} shop/${user.metadata.name}`,
      },
    ]);
  });

  it('goes with a pod that has ended, and with what controllers have made of the own workload', async () => {
    await cluster.create({ ...pod, status: { phase: 'Succeeded' } }, SOMEBODY);
    const uid = (await cluster.get(refOf(WEB)))?.metadata.uid;
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid };
    const own = inShop('v1', 'Pod', 'web-1-a', { spec: mounting });
    await cluster.create({ ...own, metadata: { ...own.metadata, ownerReferences: [owner as never] } }, SOMEBODY);
    await rollBack();
    expect(await there([CLAIM, VOLUME])).toEqual([]);
  });

  it('goes with what an operator made of the own object, though that object and its first child are gone', async () => {
    const gone = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'red', uid: 'uid-that-is-gone' };
    const own = inShop('v1', 'Pod', 'red-0', { spec: mounting });
    await cluster.create({ ...own, metadata: { ...own.metadata, ownerReferences: [gone] } }, SOMEBODY);
    await rollBack();
    expect(await there([CLAIM, VOLUME])).toEqual([]);
  });
});

describe('a volume that the run made', () => {
  // Promise: containers-of-others-stay
  it('stays while a claim of others is bound to it, and so does its EBS volume', async () => {
    await cluster.create(object('v1', 'Namespace', 'other'), SOMEBODY);
    const theirs = object('v1', 'PersistentVolumeClaim', 'theirs', { spec: { volumeName: 'pv-db' } }, 'other');
    const { uid } = (await cluster.create(theirs, SOMEBODY))!.metadata;
    await cluster.merge(refOf(VOLUME), { spec: { claimRef: { namespace: 'other', name: 'theirs', uid } } }, SOMEBODY);
    expect(await rollBack()).toMatchObject({ kept: 1 });
    expect(await there([VOLUME, theirs, SHOP])).toEqual(['pv-db', 'theirs']);
    expect(await allKept(store, runId())).toMatchObject([
      { at: 'v1 PersistentVolume pv-db', volumeId: 'vol-0a', why: 'claim other/theirs of others is bound to it' },
    ]);
  });

  it('keeps its EBS volume where somebody has made a PersistentVolume of their own on it', async () => {
    await writeRecord(store, keysOf(runId()).volume('shop/db'), { claim: 'shop/db', volumeId: 'vol-0a' });
    const theirs = { ...VOLUME, metadata: { name: 'theirs' } };
    await cluster.create(theirs, SOMEBODY);
    await rollBack();
    expect(await there([VOLUME, theirs])).toEqual(['theirs']);
    expect(await allKept(store, runId())).toMatchObject([{ at: 'v1 PersistentVolume theirs', volumeId: 'vol-0a' }]);
  });
});
