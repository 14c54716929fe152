import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readVelero } from '../../../cli/rules/read-velero.ts';
import { VeleroRules } from '../../../core/base/request/velero-rules.ts';
import type { TranslationContext } from '../../../core/translate/context.ts';
import { translateObject } from '../../../core/translate/pipeline.ts';
import { resourceOf } from '../../../core/translate/velero/resource-of.ts';
import { veleroRules } from '../../../core/translate/velero/velero-rules.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { modifyProgram } from './build-modify.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-modifiers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CASES = Number(process.env.KUBEFERRY_CASES ?? 1_500);
const SEED = Number(process.env.KUBEFERRY_SEED ?? Date.now() % 1_000_000);

const PATHS = [
  '/spec/replicas',
  '/spec/paused',
  '/spec/missing',
  '/spec/missing/deep',
  '/spec/template/spec/containers',
  '/spec/template/spec/containers/0',
  '/spec/template/spec/containers/0/image',
  '/spec/template/spec/containers/-',
  '/spec/template/spec/containers/-1',
  '/spec/template/spec/containers/-1/name',
  '/spec/template/spec/containers/-9/name',
  '/spec/template/spec/containers/01/image',
  '/spec/template/spec/containers/7',
  '/spec/template/spec/containers/name',
  '/spec/containers/0/image',
  '/spec/containers/0/args/1',
  '/metadata/labels/tier',
  '/metadata/labels/new',
  '/metadata/annotations/example.com~1note',
  '/metadata/annotations/tilde~0here',
  '/spec/replicas/at',
  'spec/replicas',
];
const VALUES = [
  ...['', 'text', '3', '"3"', 'true', 'TRUE', 'null', 'false', '"', '""', '"a" "b"', 'a"b', 'a\\b', 'two words'],
  ...['1e3', '1e999', '1_000', '.5', '5.', '+1', '-3', '007', '0x1F', '0x1p4', 'inf', '-Infinity', 'NaN', '1e', '1__0'],
  ...['{"a": 1}', '{"name": "side", "image": "side:1"}', '[1, 2]', '{broken', '[', ' 3', '3 ', 'front', 'main'],
];
const text = (options: string[]) => fc.constantFrom(...options);

const patch = fc.record({
  operation: text(['add', 'remove', 'replace', 'test', 'move', 'copy', 'replace', 'add']),
  path: text(PATHS),
  from: text(PATHS),
  value: text(VALUES),
});
const MERGES = [
  { spec: { replicas: 5, paused: null } },
  { metadata: { labels: { tier: null, more: 'yes' } } },
  { metadata: { labels: null, annotations: { a: { b: null } } } },
  { spec: { template: { spec: { containers: [{ name: 'only' }, null] } } } },
  { spec: { missing: { deep: { a: null, b: [null, { c: null }] } } } },
  { spec: 'text' },
  {},
];
const STRATEGIC = [
  { spec: { template: { spec: { containers: [{ name: 'main', image: 'new:2' }] } } } },
  { spec: { template: { spec: { containers: [{ name: 'side', image: 'side:1' }] } } } },
  { spec: { template: { spec: { containers: [{ name: 'main', $patch: 'delete' }] } } } },
  { spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'B', value: '2' }] }] } } } },
  { spec: { containers: [{ name: 'main', image: 'new:2', args: ['c'] }] } },
  { spec: { replicas: null, paused: true } },
  { metadata: { labels: { tier: null, more: 'yes' } } },
  { metadata: { finalizers: ['b'] } },
  { spec: { template: { spec: { nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'x', operator: 'Exists' }] } } } },
];
const patchData = (options: object[]) =>
  fc.array(fc.record({ patchData: fc.constantFrom(...options).map((each) => JSON.stringify(each)) }), {
    minLength: 1,
    maxLength: 2,
  });
const conditions = fc.record(
  {
    groupResource: text([
      ...['deployments.apps', '*', '*.*', '*.apps', '**', 'pods', '{deployments,pods}*', '{pods,deployments.apps}'],
      ...[
        'dep*s.apps',
        'deploy?ents.apps',
        '[d-p]*.apps',
        '[!d]*',
        '*.shop.example',
        'p*',
        '**s',
        '\\pods',
        'services',
      ],
    ]),
    namespaces: fc.subarray(['shop', 'sh*', '*', 'pay', 's?op', '[!s]hop', '{a,shop}']),
    resourceNameRegex: text([
      '',
      '^web',
      '-[0-9]+$',
      '(?i)WEB',
      '[[:alpha:]]+-1',
      '(?=web)',
      'api|eb',
      '\\d',
      '^$',
      'w.*?b',
      '(?P<a>w)',
      '(',
    ]),
    labelSelector: fc.constantFrom(
      { matchLabels: { tier: 'front' } },
      { matchLabels: {} },
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] },
      { matchExpressions: [{ key: 'canary', operator: 'NotIn', values: ['yes'] }] },
      { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
      { matchLabels: { tier: 'back' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
    ),
    matches: fc.array(fc.record({ path: text(PATHS), value: text(VALUES) }), { maxLength: 2 }),
  },
  { requiredKeys: ['groupResource'] },
);
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ patches: fc.array(patch, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ mergePatches: patchData(MERGES) }) },
  { weight: 1, arbitrary: fc.record({ strategicPatches: patchData(STRATEGIC) }) },
);
const modifier = fc.tuple(conditions, action).map(([each, what]) => ({ conditions: each, ...what }));

const containers = fc.subarray(
  [
    { name: 'main', image: 'old.io:5000/web:1', args: ['a', 'b'], env: [{ name: 'A', value: '1' }] },
    { name: 'log', image: 'log:2' },
  ],
  { minLength: 1 },
);
const metadata = fc.record(
  {
    name: text(['web-1', 'web', 'api']),
    namespace: fc.constant('shop'),
    labels: fc.constantFrom({ tier: 'front' }, { tier: 'back', canary: 'yes' }, {}),
    annotations: fc.constantFrom({ 'example.com/note': '3', 'tilde~here': 'x' }, { a: 'b' }),
    finalizers: fc.constant(['a']),
  },
  { requiredKeys: ['name', 'namespace'] },
);
const object = fc.oneof(
  fc.record({
    apiVersion: fc.constant('apps/v1'),
    kind: fc.constant('Deployment'),
    metadata,
    spec: fc.record(
      {
        replicas: fc.constantFrom(3, 1),
        paused: fc.boolean(),
        template: containers.map((list) => ({ spec: { containers: list } })),
      },
      { requiredKeys: ['template'] },
    ),
  }),
  fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('Pod'),
    metadata,
    spec: containers.map((list) => ({ containers: list })),
  }),
  fc.record({
    apiVersion: fc.constant('shop.example/v1'),
    kind: fc.constant('Basket'),
    metadata,
    spec: fc.record({ replicas: fc.constant(3) }),
  }),
);
const images = fc.option(text(['old.io:5000,new.io', '5000,3000', ' web:1 , shop:2', 'none', 'x,', ',y', 'log,log2']), {
  nil: undefined,
});
const question = fc.record({ object, modifiers: fc.array(modifier, { minLength: 1, maxLength: 3 }), images });

const context = { source: { served: [] }, target: { served: [] } } as unknown as TranslationContext;

/** The types of Kubernetes are not known here: what they do not have, the dry run of the plan is refused. */
const UNTYPED = /unable to find api field in struct/;

let program: string;
beforeAll(async () => {
  program = await modifyProgram();
});

interface Answer {
  object: unknown;
  errors: string[] | null;
}

// Promise: velero-documents-as-they-are
it('makes of every object what Velero makes of it, and blocks what Velero fails on', () => {
  const asked = fc.sample(question, { numRuns: CASES, seed: SEED }).map((each) => {
    const yaml = JSON.stringify({ version: 'v1', resourceModifierRules: each.modifiers });
    const given = each.object as unknown as KubeObject;
    return { ...each, given, yaml, groupResource: resourceOf(given, context) };
  });
  const lines = asked.map(({ given, groupResource, yaml, images: row }) =>
    JSON.stringify({ object: given, groupResource, modifiers: yaml, images: row === undefined ? {} : { row } }),
  );
  const output = execFileSync(program, { input: lines.join('\n'), maxBuffer: 512 * 2 ** 20 }).toString('utf8');
  const answers = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  expect(answers).toHaveLength(CASES);
  const counts = { changed: 0, same: 0, failed: 0 };
  const different: string[] = [];
  for (const [at, { object: theirs, errors }] of answers.entries()) {
    const { given, yaml, images: row } = asked[at]!;
    if (errors?.some((error) => UNTYPED.test(error))) continue;
    const ours = applied(given, yaml, row);
    counts[errors ? 'failed' : sameJson(theirs, given) ? 'same' : 'changed'] += 1;
    const isSame = errors ? ours.outcome === 'block' : sameJson(ours.object, theirs);
    if (!isSame)
      different.push(
        `seed ${SEED}, case ${at}: ${lines[at]}\nVelero: ${JSON.stringify(answers[at])}\nours: ${ours.outcome} ${ours.reason ?? ''} ${JSON.stringify(ours.object)}`,
      );
  }
  expect(different.slice(0, 5).join('\n\n'), `${different.length} of ${CASES} differ`).toBe('');
  // Cases that are of use.
  for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(CASES / 20);
});

function applied(object: KubeObject, yaml: string, row: string | undefined) {
  const file = join(folder, 'modifiers.yaml');
  writeFileSync(file, yaml);
  const rules = VeleroRules.parse({ ...readVelero([file]), images: row === undefined ? [] : [row] });
  return translateObject(object, context, veleroRules(rules));
}
