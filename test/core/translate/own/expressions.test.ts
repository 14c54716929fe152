import { expect, it } from 'vitest';
import { type OwnRule, OwnRules } from '../../../../core/base/request/own-rules.ts';
import { Expressions, withExpressions } from '../../../../core/translate/own/expressions.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const web: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: { replicas: 3 },
};
const other: KubeObject = { ...web, metadata: { ...web.metadata, name: 'other' } };

/** The rules by their names, each an expression about Deployments unless it says otherwise. */
const expressionsOf = (rules: Record<string, object>) =>
  new Expressions(
    OwnRules.parse({
      own: Object.entries(rules).map(([name, rule]) => ({
        name,
        description: 'Asks.',
        when: { kinds: ['Deployment'] },
        ...rule,
      })),
    }).own as OwnRule[],
  );

async function saidOf(rules: Record<string, object>, object = web) {
  const expressions = expressionsOf(rules);
  await expressions.evaluate([object]);
  return Object.fromEntries(Object.keys(rules).map((name) => [name, expressions.saidOf(name, object)]));
}

it('evaluates each on what the one before has made', async () => {
  const double = { expression: '{"spec": {"replicas": spec.replicas * 2}}' };
  expect(await saidOf({ first: double, second: double })).toEqual({
    first: { patch: { spec: { replicas: 6 } } },
    second: { patch: { spec: { replicas: 12 } } },
  });
});

it.each<[string, object, boolean]>([
  ['of the kind', { kinds: ['Deployment'] }, true],
  ['of the kind of its group', { kinds: ['Deployment.apps'] }, true],
  ['of any kind', { kinds: ['*'] }, true],
  ['of another kind', { kinds: ['StatefulSet'] }, false],
  ['of a kind that another group calls the same', { kinds: ['Deployment.example.org'] }, false],
  ['of the kind, and of the name', { kinds: ['Deployment'], names: ['web'] }, true],
  ['of the kind, and of another name', { kinds: ['Deployment'], names: ['api'] }, false],
  ['of another kind, and of the name', { kinds: ['StatefulSet'], names: ['web'] }, false],
])('is about an object %s: %j -> %s', async (_, when, isAbout) => {
  const { rule } = await saidOf({ rule: { when, expression: '{"spec": {"paused": true}}' } });
  expect(rule).toEqual(isAbout ? { patch: { spec: { paused: true } } } : undefined);
});

it('changes nothing where it answers nothing, and says so where it answers no object', async () => {
  const said = await saidOf({
    nothing: { expression: 'spec.absent' },
    text: { expression: '"three"' },
    last: { expression: '{"replicas": spec.replicas}' },
  });
  expect(said).toEqual({
    nothing: undefined,
    text: { error: 'its expression answers no object to merge' },
    last: { patch: { replicas: 3 } },
  });
});

it('says why it fails, but of a Secret, whose values JSONata has in its messages', async () => {
  const failing = { when: { kinds: ['*'] }, expression: '$number(metadata.name)' };
  const { failing: ofWeb } = await saidOf({ failing });
  expect(ofWeb).toEqual({ error: expect.stringContaining('web') });
  const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: 'shop' } };
  const { failing: ofSecret } = await saidOf({ failing }, secret);
  expect(ofSecret).toEqual({ error: 'its expression fails on this Secret' });
});

it('knows the objects of the shard that was evaluated last, and refuses any other', async () => {
  const expressions = expressionsOf({ rule: { expression: '{"spec": {"paused": true}}' } });
  const shards = (async function* () {
    yield [web];
    yield [other];
  })();
  for await (const [object] of withExpressions(shards, { expressions }))
    expect(expressions.saidOf('rule', object!)).toEqual({ patch: { spec: { paused: true } } });
  expect(() => expressions.saidOf('rule', web)).toThrow('was not evaluated for apps/v1 Deployment shop/web');
});

it('leaves the shards alone where no rule is an expression', async () => {
  const shards = (async function* () {
    yield [web];
  })();
  const expressions = expressionsOf({ plain: { mergePatch: { spec: { paused: true } } } });
  expect(await Array.fromAsync(withExpressions(shards, { expressions }))).toEqual([[web]]);
  expect(
    await Array.fromAsync(
      withExpressions(
        (async function* () {
          yield [web];
        })(),
        {},
      ),
    ),
  ).toEqual([[web]]);
});
