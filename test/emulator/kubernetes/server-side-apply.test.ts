import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';
import { configMap, deployment, template } from './objects.ts';

describe('server-side apply', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('creates with 201, answers 200 afterwards, and writes nothing when nothing changes', async () => {
    const first = await cluster.apply(configMap('same', { a: '1' }));
    const second = await cluster.apply(configMap('same', { a: '1' }));
    expect([first.code, second.code]).toEqual([201, 200]);
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  });

  it('records who owns which field', async () => {
    const { body } = await cluster.apply(deployment('owned'), { manager: 'me' });
    expect(body.metadata.managedFields[0]).toMatchObject({ manager: 'me', operation: 'Apply', fieldsType: 'FieldsV1' });
    expect(body.metadata.managedFields[0].fieldsV1['f:spec']['f:template']['f:spec']).toEqual({
      'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {}, 'f:name': {} } },
    });
  });

  it('names each field that another manager owns, in the words of the server', async () => {
    await cluster.apply(configMap('fought', { a: '1', b: '1' }), { manager: 'one' });
    const { code, body } = await cluster.apply(configMap('fought', { a: '2', b: '2' }), { manager: 'two' });
    expect(code).toBe(409);
    expect(body.message).toBe('Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .data.b');
    expect(body.details.causes[0]).toEqual({
      reason: 'FieldManagerConflict',
      message: 'conflict with "one"',
      field: '.data.a',
    });
    const forced = await cluster.apply(configMap('fought', { a: '2', b: '2' }), { manager: 'two', force: true });
    expect(forced.body.data).toEqual({ a: '2', b: '2' });
    expect(forced.body.metadata.managedFields.map((entry: { manager: string }) => entry.manager)).toEqual(['two']);
  });

  it('conflicts with plain updates too, and says since when', async () => {
    await cluster.send(
      'POST',
      '/api/v1/namespaces/default/configmaps?fieldManager=hand',
      configMap('plain', { a: '1' }),
    );
    const { body } = await cluster.apply(configMap('plain', { a: '2' }));
    expect(body.message).toMatch(/conflict with "hand" using v1 at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: \.data\.a$/);
  });

  it('removes what its manager no longer sends, and leaves what others set', async () => {
    await cluster.apply(configMap('shrinks', { mine: '1', gone: '1' }), { manager: 'me' });
    await cluster.apply(configMap('shrinks', { theirs: '1' }), { manager: 'them' });
    const { body } = await cluster.apply(configMap('shrinks', { mine: '1' }), { manager: 'me' });
    expect(body.data).toEqual({ mine: '1', theirs: '1' });
  });

  it('merges lists by their keys and keeps their order', async () => {
    const env = (...names: string[]) => names.map((name) => ({ name, value: '1' }));
    const withEnv = (...names: string[]) => {
      const [container] = template('lists').spec.containers;
      return deployment('lists', {
        template: { ...template('lists'), spec: { containers: [{ ...container, env: env(...names) }] } },
      });
    };
    await cluster.apply(withEnv('A', 'B', 'C'), { manager: 'one' });
    await cluster.apply(withEnv('D', 'A'), { manager: 'two' });
    const { body } = await cluster.apply(withEnv('A', 'C'), { manager: 'one' });
    const names = body.spec.template.spec.containers[0].env.map((item: { name: string }) => item.name);
    expect(names).toEqual(['D', 'A', 'C']);
  });

  it('takes atomic lists as a whole', async () => {
    const role = (verbs: string[]) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
    });
    await cluster.apply(role(['get', 'list']));
    const { body } = await cluster.apply(role(['watch']));
    expect(body.rules[0].verbs).toEqual(['watch']);
  });

  it('refuses unknown fields and duplicate items as the typed merge does', async () => {
    const unknown = await cluster.apply(deployment('typo', { replicaas: 1 }));
    expect([unknown.code, unknown.body.message]).toEqual([
      500,
      'failed to create typed patch object (default/typo; apps/v1, Kind=Deployment): .spec.replicaas: field not declared in schema',
    ]);
    const env = [{ name: 'A' }, { name: 'A' }];
    const containers = [{ name: 'main', image: 'x', env }];
    const twice = await cluster.apply(deployment('twice', { template: template('twice', { containers }) }));
    expect(twice.body.message).toContain('.env: duplicate entries for key [name="A"]');
  });

  it('changes nothing in a dry run, and validates all the same', async () => {
    const dry = await cluster.apply(configMap('dry', { a: '1' }), { dryRun: true });
    expect([dry.code, dry.body.data]).toEqual([201, { a: '1' }]);
    expect((await cluster.send('GET', '/api/v1/namespaces/default/configmaps/dry')).code).toBe(404);
    expect((await cluster.apply(deployment('dry', { template: template('other') }), { dryRun: true })).code).toBe(422);
  });

  it('applies 300 objects within a few seconds', { timeout: 30_000 }, async () => {
    const started = performance.now();
    for (let index = 0; index < 300; index++) await cluster.apply(configMap(`many-${index}`, { a: '1' }));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
