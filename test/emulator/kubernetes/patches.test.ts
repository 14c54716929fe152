import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf, startCluster, type TestCluster } from './cluster.ts';
import { configMap, deployment } from './objects.ts';

describe('patches', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('of JSON are applied whole or not at all', async () => {
    await cluster.apply(configMap('json', { a: '1' }));
    const path = pathOf(configMap('json'));
    const json = { type: 'application/json-patch+json' };
    const done = await cluster.send(
      'PATCH',
      path,
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'add', path: '/data/b', value: '2' },
      ],
      json,
    );
    expect(done.body.data).toEqual({ a: '1', b: '2' });
    const refused = await cluster.send(
      'PATCH',
      path,
      [
        { op: 'remove', path: '/data/a' },
        { op: 'test', path: '/data/b', value: '3' },
      ],
      json,
    );
    expect([refused.code, refused.body.reason]).toEqual([422, 'Invalid']);
    expect((await cluster.send('GET', path)).body.data).toEqual({ a: '1', b: '2' });
  });

  it('that merge strategically go by the keys of lists', async () => {
    await cluster.apply(deployment('merged'));
    const strategic = { type: 'application/strategic-merge-patch+json' };
    const containers = [
      { name: 'main', image: 'x:2' },
      { name: 'side', image: 'y:1' },
    ];
    const added = await cluster.send(
      'PATCH',
      pathOf(deployment('merged')),
      { spec: { template: { spec: { containers } } } },
      strategic,
    );
    const images = (body: { spec: { template: { spec: { containers: { name: string; image: string }[] } } } }) =>
      body.spec.template.spec.containers.map(({ name, image }) => `${name} ${image}`);
    expect(images(added.body)).toEqual(['main x:2', 'side y:1']);
    const removal = { spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } } };
    expect(images((await cluster.send('PATCH', pathOf(deployment('merged')), removal, strategic)).body)).toEqual([
      'main x:2',
    ]);
  });

  it('of a scale change the replicas alone, and count a generation', async () => {
    const { body: before } = await cluster.apply(deployment('scaled'));
    const path = pathOf(deployment('scaled'));
    const { body } = await cluster.send(
      'PATCH',
      `${path}/scale`,
      { spec: { replicas: 0 } },
      { type: 'application/merge-patch+json' },
    );
    expect(body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 0 } });
    const after = await cluster.send('GET', path);
    expect(after.body.spec.replicas).toBe(0);
    expect(after.body.metadata.generation).toBe(before.metadata.generation + 1);
    const { body: conflict } = await cluster.apply(deployment('scaled'));
    expect(conflict.message).toMatch(
      /conflict with "unknown" with subresource "scale" using apps\/v1 at .*: \.spec\.replicas$/,
    );
  });

  it('in YAML are read, and an unknown media type is refused', async () => {
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\ndata:\n  a: "1"\n';
    const made = await cluster.send('PATCH', `${pathOf(configMap('yaml'))}?fieldManager=me`, yaml, {
      type: 'application/apply-patch+yaml',
    });
    expect(made.body.data).toEqual({ a: '1' });
    const refused = await cluster.send('PATCH', pathOf(configMap('yaml')), '{}', { type: 'application/json' });
    expect([refused.code, refused.body.reason]).toEqual([415, 'UnsupportedMediaType']);
  });
});
