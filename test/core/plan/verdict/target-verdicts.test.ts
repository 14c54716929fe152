import { describe, expect, it } from 'vitest';
import { type ErrorName, KubeferryError } from '../../../../core/base/errors.ts';
import type { Request } from '../../../../core/base/request/request.ts';
import { proxiedApis } from '../../../../core/plan/verdict/proxied-apis.ts';
import { TargetVerdicts } from '../../../../core/plan/verdict/target-verdicts.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { config, deployment, secret, wide } from '../planned-world.ts';

const SHOP = wide('v1', 'Namespace', 'shop');
const WEB = deployment('web', { image: 'web:1' });

/** What the target says to a dry run of objects with these names. */
type Refusals = Record<string, [ErrorName, string]>;

async function target(there: KubeObject[], refusals: Refusals = {}) {
  const api = memoryCluster({ objects: there });
  const asked: string[] = [];
  const kept: string[] = [];
  const apply: ClusterApi['apply'] = async (object, options) => {
    asked.push(`${object.kind} ${object.metadata.name}${options.force ? ' by force' : ''}`);
    if (!options.dryRun) kept.push(object.metadata.name);
    const [name, sentence] = refusals[object.metadata.name] ?? [];
    if (name) throw new KubeferryError(name, `Could not apply ${object.kind} ${object.metadata.name}: ${sentence}`);
    return api.apply(object, options);
  };
  const create: ClusterApi['create'] = async (object, options) => {
    asked.push(`${object.kind} ${object.metadata.name}`);
    if (!options.dryRun) kept.push(object.metadata.name);
    const [name, sentence] = refusals[object.metadata.name] ?? [];
    if (name) throw new KubeferryError(name, `Could not create ${object.kind} ${object.metadata.name}: ${sentence}`);
    return api.create(object, options);
  };
  const { resources } = await api.discover();
  return { api: { ...api, apply, create }, asked, kept, served: resources };
}

async function verdicts(
  there: KubeObject[],
  objects: KubeObject[],
  { refusals = {}, onConflict = 'fail' }: { refusals?: Refusals; onConflict?: Request['onConflict'] } = {},
) {
  const { api, asked, kept, served } = await target(there, refusals);
  const all = new TargetVerdicts({ api, onConflict, served, proxied: await proxiedApis(api, served) });
  await all.ask(objects);
  expect(kept).toEqual([]);
  const findings = all.findings(objects.map(refOf));
  return { asked, findings, said: findings.map(({ severity, sentence }) => `${severity}: ${sentence}`) };
}

it('looks up what is there in each place once, at the same time, before it asks about any object', async () => {
  const teams = Array.from({ length: 40 }, (_, at) => `team-${at}`);
  const objects = teams.flatMap((namespace) =>
    ['a', 'b', 'c'].map((name) => ({ ...config(name, 'x'), metadata: { name, namespace } })),
  );
  const { api, served } = await target(teams.map((name) => wide('v1', 'Namespace', name)));
  const calls: string[] = [];
  const counted: ClusterApi = {
    ...api,
    names: (of) => {
      calls.push(`names ${of.kind}`);
      return api.names(of);
    },
    create: (object, options) => {
      calls.push('create');
      return api.create(object, options);
    },
  };
  await new TargetVerdicts({ api: counted, onConflict: 'fail', served, proxied: new Set() }).ask(objects);
  expect(calls.slice(0, 41)).toEqual(['names Namespace', ...teams.map(() => 'names ConfigMap')]);
  expect(calls.slice(41)).toEqual(objects.map(() => 'create'));
});

// Promise: target-asked-beforehand
describe('what the target says to a dry run', () => {
  it('is a blocker in its own words, where it would refuse the object', async () => {
    const refusals: Refusals = {
      web: ['AccessDenied', 'admission webhook "policy.example" denied the request: no owner.'],
    };
    const { said, findings } = await verdicts([SHOP], [WEB, config('a', 'b')], { refusals });
    expect(said).toEqual([
      'blocker: The target would refuse apps/v1 Deployment shop/web: admission webhook "policy.example" denied the request: no owner. Change it at the source or by a mapping, keep it out of the selection, or have what refuses it in the target let it through.',
    ]);
    expect(findings[0]?.rule).toBe('dry-run');
  });

  it('is nothing where it takes the object, which it does not keep', async () => {
    const { asked, said } = await verdicts([SHOP], [WEB, config('a', 'b')]);
    expect(asked).toEqual(['Deployment web', 'ConfigMap a']);
    expect(said).toEqual([]);
  });

  it('is not asked for where the namespace or the kind comes with the clone, nor of a Secret', async () => {
    const route = { ...config('r', 'x'), apiVersion: 'example.com/v1', kind: 'Route' };
    const { asked, said } = await verdicts([], [SHOP, WEB, config('a', 'b'), secret('s', 'x'), route]);
    expect(asked).toEqual(['Namespace shop']);
    expect(said).toEqual([
      expect.stringMatching(/^info: Namespace shop does not exist yet, .* about the 2 objects in it/),
    ]);
  });

  it('is not asked for where somebody else serves the API, who may keep what a dry run sends', async () => {
    const api = (group: string, service?: object) =>
      wide('apiregistration.k8s.io/v1', 'APIService', `v1.${group}`, {
        spec: { group, version: 'v1', ...(service ? { service } : {}) },
      });
    const there = [SHOP, api('apps', { name: 'api', namespace: 'web' }), api('')];
    const { asked, said } = await verdicts(there, [WEB, config('a', 'b')]);
    expect(asked).toEqual(['ConfigMap a']);
    expect(said).toEqual([
      'info: The target serves apps/v1 by a service of its own, which may keep what a dry run sends: it was not asked about the object of it.',
    ]);
  });

  it.each([
    [
      'of what the clone brings before it',
      'AccessDenied',
      'error looking up service account shop/a: serviceaccount "a" not found',
    ],
    ['of a webhook with side effects', 'ApplyFailed', 'admission webhook "w" does not support dry run'],
    ['of what went meanwhile', 'NotFound', 'namespaces "shop" not found'],
  ] as const)('is no finding %s', async (_, name, sentence) => {
    const { said } = await verdicts([SHOP], [WEB, config('a', 'b')], { refusals: { web: [name, sentence] } });
    expect(said).toEqual([]);
  });

  it('is a warning where a webhook does not answer, and nobody asks on and on', async () => {
    const many = Array.from({ length: 200 }, (_, at) => config(`c${at}`, 'x'));
    const refusals = Object.fromEntries(
      many.map(({ metadata }) => [metadata.name, ['Unavailable', 'failed calling webhook "w": timeout'] as const]),
    ) as unknown as Refusals;
    const { asked, said } = await verdicts([SHOP], many, { refusals });
    expect(asked.length).toBeLessThan(50);
    expect(said[0]).toMatch(
      /^warning: The target could not be asked about v1 ConfigMap shop\/c0: failed calling webhook/,
    );
  });

  it.each(['fail', 'skip'] as const)(
    'is not asked for of what is there and stays as it is (%s)',
    async (onConflict) => {
      const { asked } = await verdicts([SHOP, WEB], [WEB], { onConflict });
      expect(asked).toEqual([]);
    },
  );

  it('names whose fields an update takes over, and what is refused all the same', async () => {
    const other = deployment('web', { image: 'web:1' }, 5);
    const { asked, said } = await verdicts([SHOP, other], [WEB], { onConflict: 'update' });
    expect(asked).toEqual(['Deployment web', 'Deployment web by force']);
    expect(said).toEqual([
      'warning: apps/v1 Deployment shop/web has fields in the target that before set, and the run takes them over: Apply failed with 1 conflicts: conflict with "before": .spec.replicas. Who set them may set them again.',
    ]);
  });

  it('says of a refresh nothing about immutable fields, for which it has a way of its own', async () => {
    const refusals: Refusals = { web: ['ApplyFailed', 'spec.selector: Invalid value: field is immutable'] };
    expect((await verdicts([SHOP, WEB], [WEB], { refusals, onConflict: 'refresh' })).said).toEqual([]);
    expect((await verdicts([SHOP, WEB], [WEB], { refusals, onConflict: 'update' })).said).toHaveLength(1);
  });

  it('is not what a missing right of the run itself comes to', async () => {
    const denied =
      'deployments.apps "web" is forbidden: User "run" cannot patch resource "deployments" in API group "apps"';
    await expect(verdicts([SHOP], [WEB], { refusals: { web: ['AccessDenied', denied] } })).rejects.toThrow(
      'cannot patch',
    );
  });

  it('throws what says nothing about the object', async () => {
    const refusals: Refusals = { web: ['ClusterRejectedToken', 'expired'] };
    await expect(verdicts([SHOP], [WEB], { refusals })).rejects.toThrow('expired');
  });
});
