import { CoreV1Api, KubernetesObjectApi, type V1ConfigMap, VersionApi, Watch } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';

type ConfigMap = V1ConfigMap & { apiVersion: string; kind: string };

describe('the stock client', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('reads the version over HTTPS with the private authority', async () => {
    const version = await cluster.config.makeApiClient(VersionApi).getCode();
    expect(version.gitVersion).toMatch(/^v1\.36\./);
  });

  it('creates, reads, replaces, patches and deletes an object', async () => {
    const api = KubernetesObjectApi.makeApiClient(cluster.config);
    const header = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'colours', namespace: 'default' } };
    const created = await api.create<ConfigMap>({ ...header, data: { sky: 'blue' } });
    expect(created.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
    const replaced = await api.replace<ConfigMap>({ ...created, data: { sky: 'grey' } });
    expect(Number(replaced.metadata?.resourceVersion)).toBeGreaterThan(Number(created.metadata?.resourceVersion));
    const patched = await api.patch<ConfigMap>({ ...header, data: { grass: 'green' } });
    expect(patched.data).toEqual({ sky: 'grey', grass: 'green' });
    await api.delete(header);
    await expect(api.read(header)).rejects.toMatchObject({ code: 404 });
  });

  it('gives a new namespace its default service account and the root certificate', async () => {
    const core = cluster.config.makeApiClient(CoreV1Api);
    await core.createNamespace({ body: { metadata: { name: 'fresh' } } });
    await cluster.until('/api/v1/namespaces/fresh/serviceaccounts/default', () => true);
    const found = await cluster.until('/api/v1/namespaces/fresh/configmaps/kube-root-ca.crt', () => true);
    expect((found.data as Record<string, string>)['ca.crt']).toBe(cluster.running.certificateAuthority);
  });

  it('pages through a long list and sees every object once', async () => {
    const core = cluster.config.makeApiClient(CoreV1Api);
    const names = Array.from({ length: 25 }, (_, index) => `page-${index}`);
    for (const name of names) {
      await core.createNamespacedSecret({
        namespace: 'default',
        body: { metadata: { name, labels: { set: 'paged' } } },
      });
    }
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await core.listNamespacedSecret({
        namespace: 'default',
        limit: 10,
        labelSelector: 'set=paged',
        _continue: next,
      });
      seen.push(...page.items.map((item) => item.metadata!.name!));
      next = page.metadata?._continue || undefined;
    } while (next);
    expect(seen.sort()).toEqual(names.sort());
  });

  it('watches objects come, change and go', async () => {
    const core = cluster.config.makeApiClient(CoreV1Api);
    const { metadata } = await core.listNamespacedConfigMap({ namespace: 'default' });
    const phases: string[] = [];
    const { promise: gone, resolve: finish } = Promise.withResolvers<void>();
    const controller = await new Watch(cluster.config).watch(
      '/api/v1/namespaces/default/configmaps',
      { resourceVersion: metadata!.resourceVersion!, fieldSelector: 'metadata.name=seen' },
      (phase) => {
        phases.push(phase);
        if (phase === 'DELETED') finish();
      },
      () => undefined,
    );
    await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'seen' } } });
    await core.replaceNamespacedConfigMap({
      namespace: 'default',
      name: 'seen',
      body: { metadata: { name: 'seen' }, data: { a: '1' } },
    });
    await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'seen' });
    await gone;
    controller.abort();
    expect(phases).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });
});
