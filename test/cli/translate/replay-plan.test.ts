import { describe, expect, it } from 'vitest';
import { replayPlan } from '../../../cli/translate/replay-plan.ts';
import { tracked } from '../../../cli/translate/tracking.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { readShards } from '../../../core/base/run/records.ts';
import type { ObjectRecord } from '../../../core/plan/objects/object-record.ts';
import type { ObjectView } from '../../../core/serve/api/object-schemas.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { config, deployment, PlannedWorld, secret } from '../../core/plan/planned-world.ts';

const SECRET_URL = { name: 'DB_PASSWORD', value: 'hunter2.db.shop.svc' };
const world = new PlannedWorld([
  deployment('web', { image: 'old.example/web:1', env: [{ name: 'API', value: 'http://api.shop.svc:80' }] }),
  deployment('masked', { image: 'web:1', env: [SECRET_URL] }),
  config('settings', 'a'),
  config('kube-root-ca.crt', 'certificate'),
  secret('login', 'horse'),
]);
const mappings = { namespaces: { shop: 'shop-test' }, images: { 'old.example': 'new.example' } };
const byName = (objects: readonly KubeObject[]) => new Map(objects.map((each) => [refText(refOf(each)), each]));

/** As `kubectl get -o yaml` shows it. */
const shown = async (ref: Parameters<typeof world.source.get>[0]) => {
  const object = (await world.source.get(ref))!;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
};

describe('a plan, replayed on manifests of the source', () => {
  it('gives what a run would apply, and says what it cannot tell', async () => {
    const run = await world.start({ mappings });
    const planned: ObjectRecord[] = [];
    for await (const shard of readShards<ObjectRecord>(world.store, keysOf(run.clone.cloneId).planObjects.objects))
      planned.push(...shard);
    const namespaced = planned.filter(({ ref }) => ref.namespace === 'shop');
    const manifests = await Promise.all(namespaced.map(({ ref }) => shown(ref)));
    const { objects, problems } = replayPlan([...manifests, config('unknown', 'x')], planned as ObjectView[]);
    await run.capture();
    const applied = byName(await run.translate());
    expect(objects.map(refOf).map(refText).toSorted()).toEqual([
      'apps/v1 Deployment shop-test/web',
      'v1 ConfigMap shop-test/settings',
      'v1 PersistentVolumeClaim shop-test/data',
      'v1 Secret shop-test/login',
    ]);
    for (const object of objects) expect(object).toEqual(applied.get(refText(refOf(object))));
    expect(problems).toEqual([
      expect.stringMatching(/^apps\/v1 Deployment shop\/masked: the plan does not tell what .*\/env\/0\/value becomes/),
      'v1 ConfigMap shop/unknown: the plan does not have it.',
    ]);
  });

  it('refuses an object that has changed since', () => {
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' };
    const changes = [{ rule: 'r', op: 'replace' as const, path: '/data/gone', before: 'a', after: 'b' }];
    const { problems } = replayPlan([config('settings', 'a')], [{ ref, outcome: 'apply', changes, findings: [] }]);
    expect(problems).toEqual(['v1 ConfigMap shop/settings: it is not as it was when the plan was made; plan again.']);
  });
});

describe('the marks of Argo CD and Flux', () => {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'a',
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux',
        app: 'web',
      },
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:shop/a' },
    },
  };

  it('are taken away, so that whoever applies the object marks it', () => {
    expect(tracked(object, 'remove').metadata).toEqual({ name: 'a', labels: { app: 'web' } });
  });

  it('are kept by choice', () => {
    expect(tracked(object, 'keep')).toBe(object);
  });
});
