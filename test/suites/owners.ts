import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { FIELD_MANAGER } from '../../core/base/run/names.ts';
import { findRecord } from '../../core/base/run/records.ts';
import { applyShard } from '../../core/execute/apply/apply-shard.ts';
import { settleWave } from '../../core/execute/apply/settle-wave.ts';
import { translateStage } from '../../core/execute/apply/translate-stage.ts';
import { pointAtOwners } from '../../core/execute/owners/point-at-owners.ts';
import { releaseFromOwners } from '../../core/execute/owners/release-from-owners.ts';
import { previewApply } from '../../core/plan/drift/preview-apply.ts';
import { applyInPlace } from '../../core/plan/refresh/unchangeable.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { contextFor } from '../core/translate/support.ts';
import { memoryObjectStore } from '../memory/object-store.ts';

const RUN = 'owners-run';
const NAMESPACE = 'owners';

const inside = (apiVersion: string, kind: string, name: string, metadata: object, content: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE, uid: `source-${name}`, ...metadata },
  ...content,
});
const of = (apiVersion: string, kind: string, name: string, more: object = {}) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: `source-${name}`, ...more }],
});
const byDatabase = (more: object = {}) => of('example.com/v1', 'Database', 'orders', more);

/** What the source has: uids of its own, which mean nothing in the target. */
const SOURCE: KubeObject[] = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'databases.example.com', uid: 'source-type' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Database', plural: 'databases', singular: 'database' },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: {} } } },
      ],
    },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, uid: 'source-namespace' } },
  inside('example.com/v1', 'Database', 'orders', {}, {}),
  inside('v1', 'Secret', 'password', byDatabase({ controller: true, blockOwnerDeletion: true }), {
    type: 'Opaque',
    data: { password: 'c2VjcmV0' },
  }),
  inside('v1', 'ConfigMap', 'settings', byDatabase(), { data: { level: 'one' } }),
  inside('v1', 'ConfigMap', 'orphan', of('example.com/v1', 'Database', 'elsewhere'), { data: {} }),
];

const ref = (apiVersion: string, kind: string, name: string): ObjectRef => ({
  apiVersion,
  kind,
  namespace: NAMESPACE,
  name,
});
const DATABASE = ref('example.com/v1', 'Database', 'orders');
const PASSWORD = ref('v1', 'Secret', 'password');
const SETTINGS = ref('v1', 'ConfigMap', 'settings');

/** A real garbage collector learns a new type every half a minute. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`It never came to this: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The steps of apply-manifests, one after the other. */
async function applyAll(api: ClusterApi, store: ObjectStore): Promise<void> {
  const context = contextFor(SOURCE);
  for (const stage of ['foundation', 'workload'] as const) {
    const shards = (async function* () {
      yield SOURCE;
    })();
    const { waves } = await translateStage(shards, context, stage, store, RUN);
    for (const wave of waves) {
      for await (const key of store.list(wave.prefix))
        await applyShard(
          api,
          store,
          { cloneId: RUN, wave: wave.wave, key },
          { onConflict: 'fail', stillOn: async () => {} },
        );
      await until(`wave ${wave.wave} settles`, () =>
        settleWave(api, store, wave).then(
          () => true,
          (error: Error) => {
            if (error.name !== 'NotYet') throw error;
            return false;
          },
        ),
      );
      await pointAtOwners(api, store, RUN, wave.wave);
    }
  }
}

/** Owners of clones as a cluster with a garbage collector has them; the same on a real one. */
export function ownersSuite(name: string, open: () => Promise<{ api: ClusterApi; close: () => unknown }>): void {
  describe(`owners in the target: ${name}`, () => {
    const store = memoryObjectStore();
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
      await applyAll(opened.api, store);
    }, 120_000);
    afterAll(() => opened?.close());

    const get = (of: ObjectRef) => opened.api.get(of);
    const owners = async (of: ObjectRef) => (await get(of))?.metadata.ownerReferences;
    /** An object that names an owner as the source had it: once it is gone, the garbage collector has been everywhere. */
    const collectorHasLooked = async (as: string) => {
      const lost = ref('v1', 'ConfigMap', as);
      const { uid: _, ...metadata } = inside('v1', 'ConfigMap', as, byDatabase(), {}).metadata;
      await opened.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata }, { manager: 'tester' });
      await until(`the garbage collector deletes ${as}`, async () => !(await get(lost)));
    };

    // Promise: owners-of-the-target
    it('are those that the server has made in this run, and what is theirs lives on', async () => {
      const { uid } = (await get(DATABASE))!.metadata;
      await collectorHasLooked('looked-first');
      const database = { apiVersion: 'example.com/v1', kind: 'Database', name: 'orders', uid };
      expect(await owners(PASSWORD)).toEqual([{ ...database, controller: true, blockOwnerDeletion: true }]);
      expect(await owners(SETTINGS)).toEqual([database]);
      expect(await owners(ref('v1', 'ConfigMap', 'orphan'))).toBeUndefined();
    }, 180_000);

    it('are written once: nothing changes when the steps run again', async () => {
      const before = (await get(PASSWORD))!.metadata.resourceVersion;
      await applyAll(opened.api, store);
      expect((await get(PASSWORD))!.metadata.resourceVersion).toBe(before);
    });

    it('are no drift, and go with the first apply of a refresh, which gives them back at its end', async () => {
      const live = (await get(SETTINGS))!;
      const { name, namespace = '', annotations = {} } = live.metadata;
      const manifest = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, annotations },
        data: { level: 'one' },
      };
      const preview = await previewApply(opened.api, live, manifest);
      expect(preview.metadata.ownerReferences).toEqual(live.metadata.ownerReferences);
      await applyInPlace(opened.api, manifest, { manager: FIELD_MANAGER, force: true });
      expect(await owners(SETTINGS)).toBeUndefined();
      expect(await get(SETTINGS)).toMatchObject({ data: { level: 'one' } });
    });

    // Promise: owners-take-nothing-along
    it('have nothing deleted with them once a roll-back has released what is theirs', async () => {
      const waves: string[] = [];
      for await (const key of store.list(`clones/${RUN}/ledger/owners/`)) waves.push(key);
      expect(await findRecord(store, waves[0]!)).toMatchObject({ objects: expect.any(Array), done: true });
      await releaseFromOwners(opened.api, store, RUN, new Set(['another']));
      expect(await owners(PASSWORD)).toHaveLength(1);
      await releaseFromOwners(opened.api, store, RUN, new Set([(await get(DATABASE))!.metadata.uid!]));
      expect(await owners(PASSWORD)).toBeUndefined();
      await opened.api.delete(DATABASE);
      await until('the owner is gone', async () => !(await get(DATABASE)));
      await collectorHasLooked('looked-again');
      expect((await get(PASSWORD))?.metadata.name).toBe('password');
      expect((await get(SETTINGS))?.metadata.name).toBe('settings');
    });
  });
}
