import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';

const KITES = '/apis/sky.example/v1/namespaces/default/kites';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['metres'],
      properties: {
        metres: { type: 'integer', minimum: 1 },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        code: { type: 'string', pattern: '^K-\\d+$' },
        tails: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string' }, metres: { type: 'integer' } } },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: { type: 'object', properties: { flying: { type: 'boolean' } } },
  },
};

const version = (name: string, storage: boolean) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: schema },
  subresources: { status: {}, scale: { specReplicasPath: '.spec.metres', statusReplicasPath: '.status.metres' } },
});

const definition = (plural: string, conversion: object = { strategy: 'None' }) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.sky.example` },
  spec: {
    group: 'sky.example',
    scope: 'Namespaced',
    names: { plural, kind: plural.slice(0, -1) },
    conversion,
    versions: [version('v1', true), version('v1beta1', false)],
  },
});

const kite = (name: string, spec: object, apiVersion = 'sky.example/v1') => ({
  apiVersion,
  kind: 'kite',
  metadata: { name },
  spec,
});

describe('custom resources', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    for (const each of [definition('kites'), definition('birds', { strategy: 'Webhook', webhook: {} })]) {
      await cluster.apply(each);
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${each.metadata.name}`;
      await cluster.until(path, ({ status }) =>
        JSON.stringify(status ?? {}).includes('"Established","lastTransitionTime"'),
      );
    }
  });
  afterAll(() => cluster.stop());

  it('are pruned and filled in by their schema', async () => {
    const { code, body } = await cluster.send(
      'POST',
      KITES,
      kite('plain', { metres: 2, unknown: 1, free: { any: 'thing' } }),
    );
    expect([code, body.spec]).toEqual([201, { metres: 2, colour: 'red', free: { any: 'thing' } }]);
  });

  it('are refused with every mistake at once', async () => {
    const { code, body } = await cluster.send('POST', KITES, kite('wrong', { metres: 0, colour: 'green', code: 'X' }));
    expect(code).toBe(422);
    const causes = body.details.causes.map(
      (cause: { field: string; reason: string }) => `${cause.field} ${cause.reason}`,
    );
    expect(causes.sort()).toEqual([
      'spec.code FieldValueInvalid',
      'spec.colour FieldValueNotSupported',
      'spec.metres FieldValueInvalid',
    ]);
    const missing = await cluster.send('POST', KITES, kite('missing', {}));
    expect(missing.body.message).toBe('kite.sky.example "missing" is invalid: spec.metres: Required value');
  });

  it('keep their status apart', async () => {
    await cluster.send('POST', KITES, { ...kite('flown', { metres: 1 }), status: { flying: true } });
    expect((await cluster.send('GET', `${KITES}/flown`)).body.status).toBeUndefined();
    const patch = { spec: { metres: 9 }, status: { flying: true } };
    const { body } = await cluster.send('PATCH', `${KITES}/flown/status`, patch, {
      type: 'application/merge-patch+json',
    });
    expect([body.spec.metres, body.status.flying]).toEqual([1, true]);
  });

  it('merge their lists by the keys of their schema when they are applied', async () => {
    const tails = (name: string) => kite('tailed', { metres: 1, tails: [{ name, metres: 1 }] });
    const apply = (object: object, manager: string) =>
      cluster.send('PATCH', `${KITES}/tailed?fieldManager=${manager}`, object, {
        type: 'application/apply-patch+yaml',
      });
    await apply(tails('left'), 'one');
    const { body } = await apply(tails('right'), 'two');
    expect(body.spec.tails.map((tail: { name: string }) => tail.name)).toEqual(['left', 'right']);
  });

  it('are served in each version, and scaled by their paths', async () => {
    await cluster.send('POST', KITES, kite('both', { metres: 3 }));
    const beta = await cluster.send('GET', '/apis/sky.example/v1beta1/namespaces/default/kites/both');
    expect(beta.body).toMatchObject({ apiVersion: 'sky.example/v1beta1', spec: { metres: 3 } });
    expect((await cluster.send('GET', `${KITES}/both/scale`)).body.spec.replicas).toBe(3);
  });

  it('are not converted by webhooks, and the refusal says so', async () => {
    const bird = { apiVersion: 'sky.example/v1beta1', kind: 'bird', metadata: { name: 'b' }, spec: { metres: 1 } };
    const { code, body } = await cluster.send('POST', '/apis/sky.example/v1beta1/namespaces/default/birds', bird);
    expect(code).toBe(500);
    expect(body.message).toContain('the in-process API server calls no webhooks');
    const stored = { ...bird, apiVersion: 'sky.example/v1' };
    expect((await cluster.send('POST', '/apis/sky.example/v1/namespaces/default/birds', stored)).code).toBe(201);
  });

  it('go with their definition', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/birds.sky.example';
    await cluster.send('DELETE', path);
    await expect.poll(async () => (await cluster.send('GET', path)).code, { timeout: 5000 }).toBe(404);
    expect((await cluster.send('GET', '/apis/sky.example/v1/birds')).code).toBe(404);
  });
});
