import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseKubernetesYaml } from '../../../../cli/kubernetes-yaml.ts';
import { readRules } from '../../../../cli/rules/read-rules.ts';
import { testRules } from '../../../../cli/rules/test-rules.ts';
import { OwnRules } from '../../../../core/base/request/own-rules.ts';
import { ESSENTIAL, RULE_NAMES } from '../../../../core/base/request/rule-names.data.ts';
import { Expressions } from '../../../../core/translate/own/expressions.ts';
import { mergePatch } from '../../../../core/translate/own/merge-patch.ts';
import { ownRule } from '../../../../core/translate/own/own-rule.ts';
import { strategicMerge } from '../../../../core/translate/own/strategic-merge.ts';
import { withOwnRules } from '../../../../core/translate/own/with-own-rules.ts';
import { translateObject } from '../../../../core/translate/pipeline.ts';
import { replayChanges } from '../../../../core/translate/replay.ts';
import { RULES } from '../../../../core/translate/rules.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { contextFor, deepFreeze } from '../support.ts';

const FOLDER = 'test/fixtures/own-rules';
const FIXTURE = readRules(`${FOLDER}/rules.yaml`);

const cases = await testRules(FIXTURE, FOLDER, false);

// Promise: own-rules-traced
describe("a rule of one's own", () => {
  it.each(cases)('$name', ({ differences }) => {
    expect(differences).toEqual([]);
  });

  it('is traced as a built-in one: its changes replayed give what it made, and made again it changes nothing', () => {
    const text = readFileSync(`${FOLDER}/patches-by-each-way/input.yaml`, 'utf8');
    const rules = FIXTURE.own.filter(({ expression }) => !expression).map(ownRule);
    for (const document of parseKubernetesYaml(text)) {
      const source = deepFreeze(document.toJS() as KubeObject);
      const { object, changes } = translateObject(source, contextFor([]), rules);
      expect(JSON.stringify(replayChanges(source, changes))).toBe(JSON.stringify(object));
      const again = FIXTURE.own.filter(({ jsonPatch, expression }) => !jsonPatch && !expression).map(ownRule);
      expect(translateObject(object!, contextFor([]), again).changes).toEqual([]);
    }
  });

  it('makes no object of another by a field called __proto__', async () => {
    const rule = OwnRules.parse({
      own: [
        {
          name: 'mine',
          description: 'Mine.',
          when: { kinds: ['*'] },
          expression: '{"metadata": null, "__proto__": {"metadata": metadata}}',
        },
      ],
    }).own[0]!;
    const settings: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } };
    const expressions = new Expressions([rule]);
    await expressions.evaluate([settings]);
    const verdict = ownRule(rule).apply(settings, { ...contextFor([]), expressions });
    expect(verdict).toMatchObject({ do: 'block', reason: expect.stringContaining('it changes metadata.name') });
  });

  it('writes a field called __proto__ as any other', () => {
    const merged = JSON.parse('{"data": {"__proto__": "two"}}') as Record<string, unknown>;
    expect(JSON.stringify(mergePatch({ data: { a: 'one' } }, merged))).toBe('{"data":{"a":"one","__proto__":"two"}}');
    expect(JSON.stringify(strategicMerge({ data: { a: 'one' } }, merged))).toBe(
      '{"data":{"a":"one","__proto__":"two"}}',
    );
  });

  const own = (more: object) => ({ name: 'mine', description: 'Mine.', when: { kinds: ['*'] }, drop: 'so', ...more });
  const placed = (more: object) => {
    const names = withOwnRules(OwnRules.parse({ own: [own(more), { ...own(more), name: 'next' }] })).map(
      ({ name }) => name,
    );
    return { names, at: names.indexOf('mine') };
  };

  it('runs where it says, and beside others of the same place in their order', () => {
    const { names, at } = placed({ before: 'map-images' });
    expect(names.slice(at, at + 3)).toEqual(['mine', 'next', 'map-images']);
    const last = placed({ after: 'refuse-system-targets' });
    expect(last.names.slice(-3)).toEqual(['refuse-system-targets', 'mine', 'next']);
  });

  it('runs before names are mapped when it does not say, so that it knows objects as the source does', () => {
    const { names, at } = placed({});
    expect(names.indexOf('map-images')).toBeLessThan(at);
    expect(names.indexOf('map-namespaces')).toBeGreaterThan(at);
  });

  it('takes the place of a built-in one that is switched off', () => {
    const disable = [{ rule: 'suspend-jobs', reason: 'the jobs are harmless' }];
    const names = withOwnRules(OwnRules.parse({ disable })).map(({ name }) => name);
    expect(names).toEqual(RULES.map(({ name }) => name).filter((name) => name !== 'suspend-jobs'));
    expect(withOwnRules(OwnRules.parse({}))).toBe(RULES);
  });
});

it('a request knows the built-in rules by name, in their order', () => {
  expect(RULE_NAMES).toEqual(RULES.map(({ name }) => name));
});

describe('mistakes in rules', () => {
  const mistakes = (rules: object) =>
    OwnRules.safeParse(rules).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  const rule = { name: 'mine', description: 'Mine.', when: { kinds: ['Pod'] }, drop: 'so' };

  it.each([
    [
      'no action',
      { ...rule, drop: undefined },
      'a rule has one of jsonPatch, mergePatch, strategicPatch, expression, drop, block',
    ],
    ['two actions', { ...rule, block: 'no' }, 'a rule has one of'],
    ['two places', { ...rule, before: 'map-images', after: 'map-hosts' }, 'before one or after one, not both'],
    [
      'an expression with a place',
      { ...rule, drop: undefined, expression: '{}', before: 'map-images' },
      'neither before nor after',
    ],
    ['the name of a built-in one', { ...rule, name: 'map-images' }, 'is the name of a built-in rule'],
    [
      'a condition of nothing',
      { ...rule, when: { kinds: ['Pod'], fields: [{ path: '/spec' }] } },
      'one of is, matches',
    ],
    ['no kind', { ...rule, when: {} }, 'expected array'],
    [
      'a selector that is none',
      { ...rule, when: { kinds: ['*'], labelSelector: 'a in b' } },
      'own.0.when.labelSelector',
    ],
    ['a pattern that takes long', { ...rule, when: { kinds: ['*'], names: ['a*b*c*d*e*f'] } }, 'at most four *'],
    ['a path that is none', { ...rule, drop: undefined, jsonPatch: [{ op: 'remove', path: 'spec' }] }, 'JSON pointer'],
  ])('%s is refused', (_, wrong, words) => {
    expect(mistakes({ own: [wrong] }).join(' ')).toContain(words);
  });

  it('are all told, as that two rules have one name, or that one cannot be switched off', () => {
    const disable = [
      { rule: 'map-namespaces', reason: 'x' },
      { rule: 'no', reason: 'x' },
    ];
    const told = mistakes({ disable });
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('"map-namespaces" cannot be switched off: the request says it');
    expect(mistakes({ own: [rule, rule] })).toEqual(['own: two rules are called "mine"']);
    expect(Object.keys(ESSENTIAL).length).toBeGreaterThan(10);
  });
});

it('the example of docs/rules.md is as it says', () => {
  const [, example = ''] = /```yaml title=rules\n([\s\S]+?)```/.exec(readFileSync('docs/rules.md', 'utf8')) ?? [];
  expect(OwnRules.safeParse(parseKubernetesYaml(example)[0]?.toJS()).error).toBeUndefined();
});
