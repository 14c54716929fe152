/** Rules that a request or the defaults of a route bring, and built-in ones that they switch off: as data. */
import * as z from 'zod';
import { mistakeInSelector } from './label-selector.ts';
import { ESSENTIAL, RULE_NAMES } from './rule-names.data.ts';
import { VeleroRules } from './velero-rules.ts';

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)+$/, 'a path is a JSON pointer such as /spec/replicas, with ~1 for a slash within a name');
const sentence = z.string().min(1).max(200);
/** Few stars: a pattern with many takes very long on a long text. */
const pattern = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^*]*(\*[^*]*){0,4}$/, 'a pattern has at most four *');
const anchor = z.enum(RULE_NAMES).optional();

const FieldCondition = z
  .strictObject({
    path: pointer,
    is: z.json().optional().describe('It has exactly this value'),
    matches: pattern.optional().describe('It is a text like this one, with * for any letters'),
    exists: z.boolean().optional().describe('It is there, or is not'),
  })
  .check(({ value: { is, matches, exists }, issues }) => {
    if ([is, matches, exists].filter((each) => each !== undefined).length === 1) return;
    issues.push({ code: 'custom', message: 'a condition on a field has one of is, matches and exists', input: is });
  });
export type FieldCondition = z.infer<typeof FieldCondition>;

/** Which objects a rule is about: all that is given must hold, and of a list one of its entries. */
const When = z.strictObject({
  kinds: z
    .array(z.string().regex(/^([A-Z][A-Za-z0-9]*(\.[a-z0-9-]+)*|\*)$/, 'a kind is written Kind, Kind.group, or *'))
    .min(1)
    .describe('Kind, Kind.group, or * for all'),
  namespaces: z.array(pattern).min(1).optional().describe('Of the source, with * for any letters'),
  names: z.array(pattern).min(1).optional().describe('With * for any letters'),
  labelSelector: z
    .string()
    .min(1)
    .check(({ value, issues }) => {
      const message = mistakeInSelector(value);
      if (message) issues.push({ code: 'custom', message, input: value });
    })
    .optional(),
  fields: z.array(FieldCondition).min(1).max(20).optional(),
});
export type When = z.infer<typeof When>;

const from = pointer;
const value = z.json();
const Operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: pointer, value }),
  z.strictObject({ op: z.literal('replace'), path: pointer, value }),
  z.strictObject({ op: z.literal('test'), path: pointer, value }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.literal('move'), path: pointer, from }),
  z.strictObject({ op: z.literal('copy'), path: pointer, from }),
]);
export type PatchOperation = z.infer<typeof Operation>;

const ACTIONS = ['jsonPatch', 'mergePatch', 'strategicPatch', 'expression', 'drop', 'block'] as const;

/** One rule of one's own: which objects, and one thing that becomes of them. */
export const OwnRule = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name of a rule has lower-case words joined by -')
      .max(60),
    description: sentence.describe('Why: one sentence, which reports show'),
    when: When,
    jsonPatch: z.array(Operation).min(1).max(50).optional().describe('RFC 6902'),
    mergePatch: z.record(z.string(), z.json()).optional().describe('RFC 7386: null removes'),
    strategicPatch: z
      .record(z.string(), z.json())
      .optional()
      .describe("As kubectl patch: items of lists are found by their key; for Kubernetes' own kinds"),
    expression: z
      .string()
      .min(1)
      .max(4_000)
      .optional()
      .describe('JSONata over the object as the source has it; what it answers is a merge patch'),
    drop: sentence.optional().describe('Why it is not copied'),
    block: sentence.optional().describe('Why nothing may be cloned with it'),
    before: anchor.describe('Runs before this built-in rule'),
    after: anchor.describe('Runs after this built-in rule'),
  })
  .check(({ value: rule, issues }) => {
    for (const message of mistakesOf(rule)) issues.push({ code: 'custom', message, input: rule.name });
  });
export type OwnRule = z.infer<typeof OwnRule>;

function mistakesOf(rule: Record<string, unknown>): string[] {
  const given = ACTIONS.filter((name) => rule[name] !== undefined);
  return [
    ...(given.length === 1 ? [] : [`a rule has one of ${ACTIONS.join(', ')}`]),
    ...(rule.before !== undefined && rule.after !== undefined ? ['a rule runs before one or after one, not both'] : []),
    ...(rule.expression !== undefined && (rule.before !== undefined || rule.after !== undefined)
      ? ['an expression runs before all built-in rules, so it has neither before nor after']
      : []),
    ...(RULE_NAMES.some((name) => name === rule.name) ? [`"${rule.name}" is the name of a built-in rule`] : []),
  ];
}

const SwitchedOff = z.strictObject({
  rule: z.enum(RULE_NAMES).check(({ value: name, issues }) => {
    const why = ESSENTIAL[name];
    if (why) issues.push({ code: 'custom', message: `"${name}" cannot be switched off: ${why}`, input: name });
  }),
  reason: sentence.describe('Why; the plan and whoever approves it see it'),
});

export const OwnRules = z
  .strictObject({
    own: z.array(OwnRule).max(50).default([]).describe("Rules of one's own, in their order"),
    disable: z.array(SwitchedOff).max(20).default([]).describe('Built-in rules that do not run'),
    velero: VeleroRules.optional().describe('Documents of Velero, with its semantics'),
  })
  .check(({ value: { own }, issues }) => {
    const names = own.map(({ name }) => name);
    const twice = names.filter((name, at) => names.indexOf(name) < at);
    for (const name of new Set(twice))
      issues.push({ code: 'custom', path: ['own'], message: `two rules are called "${name}"`, input: name });
  });
export type OwnRules = z.infer<typeof OwnRules>;
