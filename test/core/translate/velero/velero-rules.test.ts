import { describe, expect, it } from 'vitest';
import { VeleroRules } from '../../../../core/base/request/velero-rules.ts';
import type { TranslationContext } from '../../../../core/translate/context.ts';
import { translateObject } from '../../../../core/translate/pipeline.ts';
import { globOf } from '../../../../core/translate/velero/glob.ts';
import { jsonOf } from '../../../../core/translate/velero/json-value.ts';
import { veleroRules } from '../../../../core/translate/velero/velero-rules.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const WEB: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web-1', namespace: 'shop', labels: { tier: 'front' } },
  spec: { replicas: 3, paused: false, template: { spec: { containers: [{ name: 'main', image: 'old.io/web:1' }] } } },
};
const SECRET: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  data: { password: 'aHVudGVyMg==' },
};
const PULUMI: KubeObject = {
  apiVersion: 'shop.example/v1',
  kind: 'Basket',
  metadata: { name: 'b', namespace: 'shop' },
};

const context = { target: { served: [] }, source: { served: [] } } as unknown as TranslationContext;
const applied = (modifiers: unknown[], object: KubeObject = WEB, images: string[] = []) =>
  translateObject(object, context, veleroRules(VeleroRules.parse({ modifiers, images })));
const set = (path: string, value: string, conditions: object = {}) => ({
  conditions: { groupResource: 'deployments.apps', ...conditions },
  patches: [{ operation: 'replace', path, value }],
});
const replicasAfter = (...modifiers: unknown[]) =>
  (applied(modifiers).object?.spec as { replicas?: unknown } | undefined)?.replicas;

// Promise: velero-documents-as-they-are
describe('a value of Velero', () => {
  it.each([
    ['', '""'],
    ['premium', '"premium"'],
    ['5', '5'],
    ['1e3', '1e3'],
    ['1_000', '1_000'],
    ['1__0', '"1__0"'],
    ['1e999', '"1e999"'],
    ['TRUE', 'TRUE'],
    ['true', 'true'],
    ['null', 'null'],
    ['"5"', '"5"'],
    ['"true"', '"true"'],
    ['{"a": 1}', '{"a": 1}'],
    ['[1]', '[1]'],
    ['a "b" c', '"a "b" c"'],
  ])('%j becomes %s', (text, json) => {
    expect(jsonOf(text)).toBe(json);
  });
});

describe('a pattern of resources', () => {
  it.each([
    ['deployments.apps', 'deployments.apps', true],
    ['*', 'pods', true],
    ['*', 'deployments.apps', false],
    ['*.*', 'deployments.apps', true],
    ['*.apps', 'statefulsets.apps', true],
    ['**', 'ingresses.networking.k8s.io', true],
    ['{pods,services}', 'services', true],
    ['p?ds', 'pods', true],
    ['[!p]ods', 'pods', false],
    ['[a-p]ods', 'pods', true],
  ])('%s and %s', (pattern, resource, fits) => {
    expect(globOf(pattern, '.')(resource)).toBe(fits);
  });
});

describe("Velero's resource modifiers", () => {
  it('are about what all of their conditions hold for', () => {
    const five = (conditions: object) => replicasAfter(set('/spec/replicas', '5', conditions));
    for (const fits of [
      {},
      { namespaces: ['shop'] },
      { namespaces: ['sh*'] },
      { resourceNameRegex: '^web-[[:digit:]]$' },
      { resourceNameRegex: '(?i)WEB' },
      { labelSelector: { matchLabels: { tier: 'front' } } },
      { labelSelector: { matchExpressions: [{ key: 'canary', operator: 'NotIn', values: ['yes'] }] } },
      { matches: [{ path: '/spec/replicas', value: '3' }] },
      { matches: [{ path: '/spec/template/spec/containers/-1/name', value: 'main' }] },
    ])
      expect(five(fits), JSON.stringify(fits)).toBe(5);
    for (const not of [
      { groupResource: 'deployments' },
      { namespaces: ['pay'] },
      { resourceNameRegex: '^eb' },
      { labelSelector: { matchLabels: { tier: 'back' } } },
      { labelSelector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] } },
      { matches: [{ path: '/spec/replicas', value: '"3"' }] },
      { matches: [{ path: '/spec/nothing/at', value: 'all' }] },
    ])
      expect(five(not), JSON.stringify(not)).toBe(3);
  });

  it('judge conditions on the object as it was before the first of them', () => {
    const second = set('/spec/paused', 'true', { matches: [{ path: '/spec/replicas', value: '3' }] });
    expect(applied([set('/spec/replicas', '5'), second]).object?.spec).toMatchObject({ replicas: 5, paused: true });
  });

  it('leave the object as it was where a test fails, and apply the next', () => {
    const tested = {
      conditions: { groupResource: 'deployments.apps' },
      patches: [
        { operation: 'replace', path: '/spec/replicas', value: '9' },
        { operation: 'test', path: '/spec/paused', value: 'true' },
      ],
    };
    expect(replicasAfter(tested)).toBe(3);
    expect(applied([tested, set('/spec/paused', 'true')]).object?.spec).toMatchObject({ replicas: 3, paused: true });
  });

  it('merge, and find containers by their names', () => {
    const conditions = { groupResource: '*.apps' };
    const merged = applied([{ conditions, mergePatches: [{ patchData: { metadata: { labels: { tier: null } } } }] }]);
    expect(merged.object?.metadata.labels).toEqual({});
    const containers = [
      { name: 'main', image: 'new.io/web:1' },
      { name: 'side', image: 'new.io/side:1' },
    ];
    const strategic = {
      conditions,
      strategicPatches: [{ patchData: { spec: { template: { spec: { containers } } } } }],
    };
    expect(applied([strategic]).object?.spec).toMatchObject({ template: { spec: { containers } }, replicas: 3 });
  });

  it.each([
    [
      'a place that does not exist',
      set('/spec/nothing/at', '1'),
      WEB,
      /Resource modifier 1 of Velero cannot be applied to it: there is no \/spec\/nothing\/at/,
    ],
    ['a value that is no JSON', set('/spec/replicas', 'TRUE'), WEB, /no JSON for its value/],
    [
      'a strategic merge of a custom resource',
      { conditions: { groupResource: '**' }, strategicPatches: [{ patchData: { spec: {} } }] },
      PULUMI,
      /Kubernetes' own kinds/,
    ],
    [
      'an expression that Go would not take',
      set('/spec/replicas', '1', { resourceNameRegex: '(?=web)' }),
      WEB,
      /modifier 1 of Velero/,
    ],
    ['another name', set('/metadata/name', 'other'), WEB, /changes metadata\.name/],
    [
      'a value of a Secret',
      {
        conditions: { groupResource: 'secrets' },
        patches: [{ operation: 'copy', from: '/data/password', path: '/metadata/labels' }],
      },
      SECRET,
      /value of a Secret/,
    ],
    [
      'a value for a Secret',
      { conditions: { groupResource: 'secrets' }, mergePatches: [{ patchData: { data: { password: 'eA==' } } }] },
      SECRET,
      /writes values of a Secret/,
    ],
  ])('block an object for %s', (_, modifier, object, why) => {
    expect(applied([modifier], object)).toMatchObject({ outcome: 'block', reason: expect.stringMatching(why) });
  });

  it('ask a Secret nothing of its values', () => {
    const asking = {
      conditions: { groupResource: 'secrets', matches: [{ path: '/data/password', value: 'aHVudGVyMg==' }] },
      mergePatches: [{ patchData: { metadata: { labels: { guessed: 'yes' } } } }],
    };
    expect(applied([asking], SECRET)).toMatchObject({ changes: [] });
  });
});

it("renames images by the first of Velero's rows that fits", () => {
  const image = (rows: string[]) =>
    (
      applied([], WEB, rows).object?.spec as typeof WEB.spec as {
        template: { spec: { containers: { image: string }[] } };
      }
    )?.template.spec.containers[0]?.image;
  expect(image(['no comma', 'other.io,x', ' old.io , new.io', 'old.io,third.io'])).toBe('new.io/web:1');
  expect(image(['1,2'])).toBe('old.io/web:2');
});

it('refuses a modifier with two kinds of patches, or none', () => {
  const conditions = { groupResource: 'pods' };
  const both = { conditions, patches: [{ operation: 'remove', path: '/a' }], mergePatches: [{ patchData: {} }] };
  for (const modifier of [both, { conditions }])
    expect(VeleroRules.safeParse({ modifiers: [modifier] }).error?.issues[0]?.message).toMatch(/one of patches/);
});
