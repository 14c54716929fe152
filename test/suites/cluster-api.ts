import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedResource } from '../../core/manifests/context.ts';
import type { KubeObject, ObjectRef } from '../../core/manifests/kube-object.ts';
import type { ClusterApi } from '../../core/ports/cluster-api.ts';

export interface OpenClusterApi {
  api: ClusterApi;
  close: () => Promise<void>;
}

const NAMESPACE = 'suite';
const BY_US = { manager: 'kubeferry', force: false };

export const configMap = (name: string, data: Record<string, string>, labels?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE, ...(labels ? { labels } : {}) },
  data,
});

export const refTo = (name: string): ObjectRef => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: NAMESPACE, name });

const deployment = (name: string, replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
    },
  },
});

const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'kites.suite.example' },
  spec: {
    group: 'suite.example',
    scope: 'Namespaced',
    names: { kind: 'Kite', plural: 'kites' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { metres: { type: 'integer', minimum: 1 } } } },
          },
        },
      },
    ],
  },
};

/** What every ClusterApi promises. `open` gives a cluster as administrator, in which nothing was made yet. */
export function clusterApiSuite(name: string, open: () => Promise<OpenClusterApi>) {
  describe(`cluster API: ${name}`, () => {
    let opened: OpenClusterApi;
    let api: ClusterApi;
    let served: ServedResource[];
    const resource = (apiVersion: string, kind: string) =>
      served.find((each) => each.apiVersion === apiVersion && each.kind === kind)!;
    const names = async (options: Parameters<ClusterApi['list']>[1]) => {
      const pages: string[][] = [];
      for await (const page of api.list(resource('v1', 'ConfigMap'), { namespace: NAMESPACE, ...options })) {
        pages.push(page.map(({ metadata }) => metadata.name));
      }
      return pages;
    };

    beforeAll(async () => {
      opened = await open();
      api = opened.api;
      await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, BY_US);
      served = (await api.discover()).resources;
    });
    afterAll(() => opened.close());

    it('says which version it runs', async () => {
      expect(await api.version()).toMatch(/^v1\.\d+\.\d+/);
    });

    it('discovers every kind with its place, and no subresource', async () => {
      expect(resource('apps/v1', 'Deployment')).toMatchObject({ resource: 'deployments', namespaced: true });
      expect(resource('v1', 'PersistentVolume')).toMatchObject({ resource: 'persistentvolumes', namespaced: false });
      expect(resource('v1', 'Secret').verbs).toEqual(expect.arrayContaining(['get', 'list', 'patch', 'delete']));
      expect(served.filter((each) => each.resource.includes('/'))).toEqual([]);
    });

    it('has discovered nothing twice, and nothing that failed', async () => {
      const discovery = await api.discover();
      const keys = discovery.resources.map((each) => `${each.apiVersion} ${each.resource}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(discovery.failed).toEqual([]);
    });

    it('tells whether an apply created, updated, or changed nothing', async () => {
      const outcomes = [];
      for (const value of ['1', '1', '2', '2']) {
        outcomes.push((await api.apply(configMap('told', { value }), BY_US)).outcome);
      }
      expect(outcomes).toEqual(['created', 'unchanged', 'updated', 'unchanged']);
    });

    it('returns the object as the server has it', async () => {
      const { object } = await api.apply(configMap('returned', { a: 'ü' }), BY_US);
      expect(object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'ü' } });
      expect(object.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect((await api.get(refTo('returned')))?.metadata.uid).toBe(object.metadata.uid);
    });

    it('refuses to take over a field of another manager, and takes it over by force', async () => {
      await api.apply(configMap('owned', { a: 'theirs' }), { manager: 'helm', force: false });
      const ours = configMap('owned', { a: 'ours' });
      await expect(api.apply(ours, BY_US)).rejects.toMatchObject({
        name: 'ApplyFailed',
        message: expect.stringMatching(/v1 ConfigMap suite\/owned: .*conflict.*"helm".*\.data\.a/is),
      });
      expect((await api.apply(ours, { ...BY_US, force: true })).object.data).toEqual({ a: 'ours' });
    });

    it('keeps the fields of other managers beside its own', async () => {
      await api.apply(configMap('shared', { a: '1' }), { manager: 'helm', force: false });
      const { object } = await api.apply(configMap('shared', { b: '2' }), BY_US);
      expect(object.data).toEqual({ a: '1', b: '2' });
    });

    it('removes what its own earlier apply had and this one has not', async () => {
      await api.apply(configMap('shrunk', { a: '1', b: '2' }), BY_US);
      expect((await api.apply(configMap('shrunk', { a: '1' }), BY_US)).object.data).toEqual({ a: '1' });
    });

    it('writes nothing in a dry run', async () => {
      const { outcome } = await api.apply(configMap('dry', {}), { ...BY_US, dryRun: true });
      expect(outcome).toBe('created');
      await api.create(configMap('dry', {}), { manager: 'kubeferry', dryRun: true });
      expect(await api.get(refTo('dry'))).toBeUndefined();
    });

    it('names the field that does not fit its schema', async () => {
      const wrong = { ...deployment('misfit', 1), spec: { ...(deployment('misfit', 1).spec as object), replicaz: 2 } };
      await expect(api.apply(wrong, BY_US)).rejects.toMatchObject({
        name: 'ApplyFailed',
        message: expect.stringMatching(/apps\/v1 Deployment suite\/misfit: .*replicaz/),
      });
    });

    it('passes on the sentence of a validation', async () => {
      await expect(api.apply(configMap('Not_A_Name', {}), BY_US)).rejects.toMatchObject({
        name: 'ApplyFailed',
        message: expect.stringContaining('metadata.name'),
      });
    });

    it('refuses objects in a namespace that is not there', async () => {
      const lost = { ...configMap('lost', {}), metadata: { name: 'lost', namespace: 'nowhere' } };
      const refusal = { name: 'NotFound', message: expect.stringContaining('namespaces "nowhere" not found') };
      await expect(api.apply(lost, BY_US)).rejects.toMatchObject(refusal);
      await expect(api.create(lost, BY_US)).rejects.toMatchObject(refusal);
    });

    it('creates once', async () => {
      expect(await api.create(configMap('once', { a: '1' }), BY_US)).toMatchObject({ data: { a: '1' } });
      expect(await api.create(configMap('once', { a: '2' }), BY_US)).toBeUndefined();
      expect(await api.get(refTo('once'))).toMatchObject({ data: { a: '1' } });
    });

    it('finds no object of a kind that is not served, and says so when one is to be made', async () => {
      const ghost = { apiVersion: 'ghost.example/v1', kind: 'Ghost', metadata: { name: 'x', namespace: NAMESPACE } };
      const ref = { apiVersion: ghost.apiVersion, kind: 'Ghost', namespace: NAMESPACE, name: 'x' };
      expect(await api.get(ref)).toBeUndefined();
      expect(await api.delete(ref)).toBe('gone');
      await expect(api.apply(ghost, BY_US)).rejects.toMatchObject({
        name: 'NotFound',
        message: expect.stringContaining('ghost.example/v1 Ghost'),
      });
    });

    it('merges fields, and removes those that are null', async () => {
      await api.apply(configMap('merged', { a: '1', b: '2' }), BY_US);
      const merged = await api.merge(refTo('merged'), { data: { b: null, c: '3' } }, { manager: 'kubeferry' });
      expect(merged.data).toEqual({ a: '1', c: '3' });
    });

    it('cannot merge into what is not there', async () => {
      await expect(api.merge(refTo('absent'), { data: {} }, { manager: 'kubeferry' })).rejects.toMatchObject({
        name: 'NotFound',
        message: expect.stringContaining('v1 ConfigMap suite/absent'),
      });
    });

    it('scales a workload, and leaves the rest of it alone', async () => {
      await api.apply(deployment('scaled', 3), BY_US);
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'scaled' };
      await api.merge(ref, { spec: { replicas: 0 } }, { manager: 'kubeferry', subresource: 'scale' });
      const after = await api.get(ref);
      expect(after?.spec).toMatchObject({ replicas: 0, template: { metadata: { labels: { app: 'scaled' } } } });
    });

    it('writes a status only through its subresource', async () => {
      const volume = {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'suite-volume' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          capacity: { storage: '1Gi' },
          csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' },
          storageClassName: '',
        },
      };
      const ref = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'suite-volume' };
      await api.create(volume, BY_US);
      const status = { status: { message: 'seen' } };
      expect((await api.merge(ref, status, BY_US)).status).not.toMatchObject({ message: 'seen' });
      const options = { manager: 'kubeferry', subresource: 'status' } as const;
      expect((await api.merge(ref, status, options)).status).toMatchObject({ message: 'seen' });
    });

    it('deletes only the object of the uid that it was given', async () => {
      const { object } = await api.apply(configMap('deleted', {}), BY_US);
      const uid = object.metadata.uid!;
      expect(await api.delete(refTo('deleted'), { uid: '00000000-0000-0000-0000-000000000000' })).toBe('gone');
      expect(await api.get(refTo('deleted'))).toBeDefined();
      expect(await api.delete(refTo('deleted'), { uid })).toBe('deleting');
      expect(await api.get(refTo('deleted'))).toBeUndefined();
      expect(await api.delete(refTo('deleted'), { uid })).toBe('gone');
    });

    it('keeps a deleted object until its last finalizer is gone', async () => {
      const held = configMap('held', {});
      await api.apply({ ...held, metadata: { ...held.metadata, finalizers: ['suite.example/hold'] } }, BY_US);
      expect(await api.delete(refTo('held'))).toBe('deleting');
      expect((await api.get(refTo('held')))?.metadata.deletionTimestamp).toBeDefined();
      await api.merge(refTo('held'), { metadata: { finalizers: [] } }, { manager: 'kubeferry' });
      expect(await api.get(refTo('held'))).toBeUndefined();
    });

    it('lists by pages, every object once, with its apiVersion and kind', async () => {
      const wanted = Array.from({ length: 25 }, (_, at) => `page-${String(at).padStart(2, '0')}`);
      for (const each of wanted) await api.apply(configMap(each, {}, { set: 'pages' }), BY_US);
      const pages = await names({ labelSelector: 'set=pages', limit: 10 });
      expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
      expect(pages.flat()).toEqual(wanted);
      for await (const page of api.list(resource('v1', 'ConfigMap'), { namespace: NAMESPACE })) {
        expect(page.every((object) => object.apiVersion === 'v1' && object.kind === 'ConfigMap')).toBe(true);
      }
    });

    it('lists by labels and by fields', async () => {
      await api.apply(configMap('red', {}, { colour: 'red', size: 's' }), BY_US);
      await api.apply(configMap('blue', {}, { colour: 'blue' }), BY_US);
      expect((await names({ labelSelector: 'colour in (red,green)' })).flat()).toEqual(['red']);
      expect((await names({ labelSelector: 'colour,!size' })).flat()).toEqual(['blue']);
      expect((await names({ fieldSelector: 'metadata.name=blue' })).flat()).toEqual(['blue']);
      expect(await names({ labelSelector: 'colour=none' })).toEqual([]);
    });

    it('lists over all namespaces', async () => {
      const seen: string[] = [];
      for await (const page of api.list(resource('v1', 'Namespace')))
        seen.push(...page.map(({ metadata }) => metadata.name));
      expect(seen).toEqual(expect.arrayContaining(['default', 'kube-system', NAMESPACE]));
    });

    it('serves a kind as soon as its definition is established, and holds it to its schema', async () => {
      await api.apply(definition, BY_US);
      const kite = (metres: number): KubeObject => ({
        apiVersion: 'suite.example/v1',
        kind: 'Kite',
        metadata: { name: 'red', namespace: NAMESPACE },
        spec: { metres },
      });
      await expect
        .poll(() => api.apply(kite(3), BY_US).catch((error) => error.name), { timeout: 15_000, interval: 200 })
        .toMatchObject({ outcome: 'created' });
      await expect(api.apply(kite(0), BY_US)).rejects.toMatchObject({
        name: 'ApplyFailed',
        message: expect.stringContaining('spec.metres'),
      });
      const kites = (await api.discover()).resources.find(({ kind }) => kind === 'Kite');
      expect(kites).toMatchObject({ apiVersion: 'suite.example/v1', resource: 'kites', namespaced: true });
    });

    it('takes many applies at once', async () => {
      const many = Array.from({ length: 64 }, (_, at) => configMap(`many-${at}`, { at: String(at) }));
      const outcomes = await Promise.all(many.map(async (object) => (await api.apply(object, BY_US)).outcome));
      expect(new Set(outcomes)).toEqual(new Set(['created']));
    });
  });
}
