import type { ObjectView } from '../../core/serve/api/object-schemas.ts';
import { rulesFor } from '../../core/translate/pipeline.ts';
import type { Rule } from '../../core/translate/rule.ts';
import { RULES } from '../../core/translate/rules.ts';
import { refText } from '../../kube/kube-object.ts';
import { printChange } from './print-change.ts';

const END = { apply: 'goes to the target', drop: 'is left behind', block: 'is blocked' } as const;

/** What became of one object: each rule that did something, in their order, with why; and which others saw it. */
export function printExplained(object: ObjectView, rules: readonly Rule[] = RULES): string {
  const { ref, target, outcome, reason, result, why } = object;
  const as = target ? ` as ${refText(target)}` : '';
  const end = result ? ` (${result}${why ? `: ${why}` : ''})` : '';
  const told = namesOf(object, rules);
  const known = told.map((name) => ruleLines(name, object, rules));
  return [
    `${refText(ref)} ${END[outcome]}${as}${end}${reason ? `: ${reason}` : ''}`,
    ...(known.length > 0 ? ['', ...known] : []),
    '',
    othersLine(object, told, rules),
    '',
  ].join('\n');
}

/** In the order of the rules; checks that are no rules, such as the one for conflicts, come last. */
function namesOf({ rule, changes, findings }: ObjectView, rules: readonly Rule[]): string[] {
  const order = new Map(rules.map(({ name }, at) => [name, at]));
  const names = [...new Set([...changes, ...findings].map((each) => each.rule).concat(rule ?? []))];
  return names.toSorted((a, b) => (order.get(a) ?? rules.length) - (order.get(b) ?? rules.length));
}

function ruleLines(name: string, object: ObjectView, rules: readonly Rule[]): string {
  const description = rules.find((rule) => rule.name === name)?.description;
  return [
    `  ${name}${description ? `: ${description}` : ''}`,
    ...object.changes.filter(({ rule }) => rule === name).map((change) => printChange(change, 6)),
    ...object.findings.filter(({ rule }) => rule === name).map((found) => `      ${found.severity}: ${found.sentence}`),
    ...(object.rule === name ? [`      ${END[object.outcome]}: ${object.reason ?? ''}`] : []),
  ].join('\n');
}

/** A rule that leaves an object out, or blocks it, is the last that sees it. */
function othersLine({ ref, rule }: ObjectView, told: string[], rules: readonly Rule[]): string {
  const applicable = rules.filter((each) => rulesFor(ref, rules).has(each)).map(({ name }) => name);
  const last = rule === undefined ? applicable.length : applicable.indexOf(rule) + 1;
  const others = applicable.slice(0, last || applicable.length).filter((name) => !told.includes(name));
  if (others.length === 0) return 'No other rule saw it.';
  return `Seen by ${others.length} more, which had nothing to do: ${others.join(', ')}`;
}
