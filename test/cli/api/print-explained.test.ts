import { expect, it } from 'vitest';
import { printExplained } from '../../../cli/api/print-explained.ts';
import type { Rule } from '../../../core/translate/rule.ts';

const rule = (name: string, description: string, appliesTo = ['*']): Rule => ({
  name,
  description,
  appliesTo,
  apply: () => ({ do: 'keep' }),
});
const RULES = [
  rule('drop-old', 'Old things are not needed.'),
  rule('map-images', 'Images come from the registry of the target.', ['Deployment']),
  rule('suspend-jobs', 'Jobs do not run by themselves.', ['Job']),
  rule('strip-server-fields', 'The target writes its own.'),
];
const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

it('says what each rule did to an object and why, in their order, and which others saw it', () => {
  const text = printExplained(
    {
      ref,
      target: { ...ref, namespace: 'shop-test' },
      outcome: 'apply',
      changes: [
        { rule: 'strip-server-fields', op: 'remove', path: '/metadata/uid', before: 'u', routine: true },
        { rule: 'map-images', op: 'replace', path: '/spec/image', before: 'a/web', after: 'b/web' },
      ],
      findings: [{ severity: 'warning', rule: 'find-conflicts', path: '', sentence: 'It is in the target already.' }],
      result: 'failed',
      why: 'the quota is used up',
    },
    RULES,
  );
  expect(text.split('\n')).toEqual([
    'apps/v1 Deployment shop/web goes to the target as apps/v1 Deployment shop-test/web (failed: the quota is used up)',
    '',
    '  map-images: Images come from the registry of the target.',
    '      ~ /spec/image: "a/web" -> "b/web"',
    '  strip-server-fields: The target writes its own.',
    '      - /metadata/uid: "u"',
    '  find-conflicts',
    '      warning: It is in the target already.',
    '',
    'Seen by 1 more, which had nothing to do: drop-old',
    '',
  ]);
});

it('says which rule leaves it out, after which none has seen it', () => {
  const object = { ref, outcome: 'drop' as const, reason: 'it is old', rule: 'drop-old', changes: [], findings: [] };
  expect(printExplained(object, RULES).split('\n')).toEqual([
    'apps/v1 Deployment shop/web is left behind: it is old',
    '',
    '  drop-old: Old things are not needed.',
    '      is left behind: it is old',
    '',
    'No other rule saw it.',
    '',
  ]);
});
