import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import { translateStage } from '../../../../core/execute/apply/translate-stage.ts';
import { pointAtOwners } from '../../../../core/execute/owners/point-at-owners.ts';
import { pointedObjects } from '../../../../core/execute/owners/pointed.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, type OwnerReference, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { definition } from '../../../memory/definition.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { contextFor } from '../../translate/support.ts';

const RUN = 'run-1';
const SOMEBODY = { manager: 'somebody', force: true };

type Owned = { of?: [apiVersion: string, kind: string, name: string]; flags?: object; uid?: string };

/** An object of the source, whose uid is `source-<name>` unless it is given. */
function inSource(apiVersion: string, kind: string, name: string, { of, flags = {}, uid }: Owned = {}): KubeObject {
  const owner = of && { apiVersion: of[0], kind: of[1], name: of[2], uid: `source-${of[2]}`, ...flags };
  const metadata = { name, namespace: 'shop', uid: uid ?? `source-${name}` };
  return { apiVersion, kind, metadata: { ...metadata, ...(owner ? { ownerReferences: [owner] } : {}) } };
}

const SHOP: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'source-shop' } };
const WEB = inSource('apps/v1', 'Deployment', 'web');
const SETTINGS = inSource('v1', 'ConfigMap', 'settings', {
  of: ['apps/v1', 'Deployment', 'web'],
  flags: { blockOwnerDeletion: false },
});

let store: ObjectStore;
let cluster: ClusterApi;
/** What happens after everything is applied, and before owners are looked at. */
let meanwhile: () => Promise<unknown>;
beforeEach(() => {
  store = memoryObjectStore();
  cluster = memoryCluster();
  meanwhile = async () => {};
});

async function clone(source: KubeObject[], onConflict: 'fail' | 'update' = 'fail', overrides: object = {}) {
  const context = contextFor(source, overrides);
  const waves = [];
  for (const stage of ['foundation', 'workload'] as const) {
    const shards = (async function* () {
      yield source;
    })();
    waves.push(...(await translateStage(shards, context, stage, store, RUN)).waves);
  }
  for (const { wave, prefix } of waves)
    for await (const key of store.list(prefix))
      await applyShard(cluster, store, { cloneId: RUN, wave, key }, { onConflict, stillOn: async () => {} });
  await meanwhile();
  for (const { wave } of waves) await pointAtOwners(cluster, store, RUN, wave);
}

const inTarget = (object: KubeObject, namespace = 'shop') => cluster.get({ ...refOf(object), namespace });
const ownersOf = async (object: KubeObject): Promise<OwnerReference[]> =>
  (await inTarget(object))?.metadata.ownerReferences ?? [];
const without = async () => (await pointedObjects(store, RUN)).flatMap((each) => each.without ?? []);

describe('an object whose owner is copied', () => {
  // Promise: owners-of-the-target
  it('gets the owner back as the target has it, with its flags', async () => {
    await clone([SHOP, WEB, SETTINGS]);
    const uid = (await inTarget(WEB))!.metadata.uid!;
    expect(await ownersOf(SETTINGS)).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid, blockOwnerDeletion: false },
    ]);
    expect(await pointedObjects(store, RUN)).toMatchObject([{ result: 'pointed', owners: [{ uid }] }]);
  });

  it('finds it in the namespace that both have in the target', async () => {
    await clone([SHOP, WEB, SETTINGS], 'fail', { mappings: { namespaces: { shop: 'shop-test' } } });
    const uid = (await inTarget(WEB, 'shop-test'))!.metadata.uid;
    expect((await inTarget(SETTINGS, 'shop-test'))!.metadata.ownerReferences).toMatchObject([{ uid }]);
  });

  it('keeps the owners that it has got meanwhile', async () => {
    const other = { apiVersion: 'v1', kind: 'Namespace', name: 'shop', uid: 'of-somebody' };
    meanwhile = () => cluster.merge(refOf(SETTINGS), { metadata: { ownerReferences: [other] } }, SOMEBODY);
    await clone([SHOP, WEB, SETTINGS]);
    expect((await ownersOf(SETTINGS)).map(({ kind }) => kind)).toEqual(['Namespace', 'Deployment']);
  });

  it('looks again when somebody changes it between the look and the write', async () => {
    const { merge } = cluster;
    let first = true;
    cluster = {
      ...cluster,
      merge: async (ref, patch, options) => {
        if (first) await merge(ref, { data: { by: 'somebody' } }, SOMEBODY);
        first = false;
        return merge(ref, patch, options);
      },
    };
    await clone([SHOP, WEB, SETTINGS]);
    expect(await inTarget(SETTINGS)).toMatchObject({ data: { by: 'somebody' } });
    expect(await ownersOf(SETTINGS)).toHaveLength(1);
  });
});

describe('an object stays without an owner, and the record says why,', () => {
  it.each([
    ['that is no longer the one of the run', () => replace(WEB), 'no longer there as the run applied it'],
    ['that is gone', () => cluster.delete(refOf(WEB)), 'no longer there as the run applied it'],
    ['that is being deleted', () => hold(WEB), 'it is being deleted'],
  ])('%s', async (_, happens, why) => {
    meanwhile = happens;
    await clone([SHOP, WEB, SETTINGS]);
    expect(await ownersOf(SETTINGS)).toEqual([]);
    expect(await without()).toEqual([{ owner: 'apps/v1 Deployment shop/web', why: expect.stringContaining(why) }]);
  });

  it('that was in the target before the run', async () => {
    await cluster.create(SHOP, SOMEBODY);
    const { uid: _, ...metadata } = WEB.metadata;
    await cluster.create({ ...WEB, metadata }, SOMEBODY);
    await clone([SHOP, WEB, SETTINGS], 'update');
    expect(await ownersOf(SETTINGS)).toEqual([]);
    expect(await without()).toMatchObject([{ why: 'it is not of this run' }]);
  });

  it('where the object itself was there before: a roll-back deletes the owner, and must not delete it', async () => {
    await cluster.create(SHOP, SOMEBODY);
    await cluster.create(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } },
      SOMEBODY,
    );
    await clone([SHOP, WEB, SETTINGS], 'update');
    expect(await ownersOf(SETTINGS)).toEqual([]);
    expect(await without()).toMatchObject([{ why: 'the object is not of this run, and stays as it is' }]);
  });

  it('that the clone leaves out', async () => {
    await clone([SHOP, { ...WEB, metadata: { ...WEB.metadata, uid: 'another' } }, SETTINGS]);
    expect(await ownersOf(SETTINGS)).toEqual([]);
    expect(await without()).toMatchObject([{ why: 'it is not part of the clone' }]);
  });

  it.each([
    ['a Secret of a ConfigMap of the same wave', 'ConfigMap', 'a refresh may delete it to make it again'],
    ['a Secret of a claim', 'PersistentVolumeClaim', 'a refresh puts another one in its place'],
  ])('that a refresh could delete: %s', async (_, kind, why) => {
    const owner = inSource('v1', kind, 'owner');
    const secret = inSource('v1', 'Secret', 'login', { of: ['v1', kind, 'owner'] });
    await clone([SHOP, owner, secret]);
    expect(await ownersOf(secret)).toEqual([]);
    expect(await without()).toMatchObject([{ why: expect.stringContaining(why) }]);
  });

  it('whose operator takes over claims without an owner, and passes over those that have one', async () => {
    const pg = ['postgresql.cnpg.io/v1', 'Cluster', 'orders'] as const;
    const kinds = definition('postgresql.cnpg.io', 'v1', 'Cluster', 'clusters');
    const claim = inSource('v1', 'PersistentVolumeClaim', 'orders-1', { of: [...pg], flags: { controller: true } });
    const secret = inSource('v1', 'Secret', 'orders-app', { of: [...pg], flags: { controller: true } });
    await cluster.create(kinds, SOMEBODY);
    await clone([SHOP, inSource(...pg), claim, secret]);
    expect(await ownersOf(claim)).toEqual([]);
    expect(await ownersOf(secret)).toMatchObject([{ kind: 'Cluster', controller: true }]);
    expect(await without()).toMatchObject([{ why: expect.stringContaining('takes over claims without an owner') }]);
  });

  it('while another one controls it', async () => {
    const secret = inSource('v1', 'Secret', 'login', {
      of: ['apps/v1', 'Deployment', 'web'],
      flags: { controller: true },
    });
    const other = { apiVersion: 'v1', kind: 'Namespace', name: 'shop', uid: 'of-somebody', controller: true };
    meanwhile = () => cluster.merge(refOf(secret), { metadata: { ownerReferences: [other] } }, SOMEBODY);
    await clone([SHOP, WEB, secret]);
    expect(await ownersOf(secret)).toEqual([other]);
    expect(await pointedObjects(store, RUN)).toMatchObject([
      { result: 'failed', reason: 'Namespace shop controls it by now' },
    ]);
  });
});

async function replace(object: KubeObject): Promise<void> {
  await cluster.delete(refOf(object));
  const { uid: _, ...metadata } = object.metadata;
  await cluster.create({ ...object, metadata }, SOMEBODY);
}

async function hold(object: KubeObject): Promise<void> {
  await cluster.merge(refOf(object), { metadata: { finalizers: ['example.com/held'] } }, SOMEBODY);
  await cluster.delete(refOf(object));
}
