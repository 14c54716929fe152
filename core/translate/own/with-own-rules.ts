import type { OwnRule, OwnRules } from '../../base/request/own-rules.ts';
import type { Rule } from '../rule.ts';
import { RULES } from '../rules.ts';
import { veleroRules } from '../velero/velero-rules.ts';
import { ownRule } from './own-rule.ts';

/**
 * Where rules of one's own run when they do not say it: when everything is as in the target but names, so that their
 * conditions are on names of the source, and what they write is mapped like the rest.
 */
const USUAL_PLACE = 'part-cluster-bindings';

/** An expression was evaluated on the object as the source has it, so that it comes first. */
function placeOf({ expression, before = USUAL_PLACE, after }: OwnRule, at: (name: string) => number): number {
  if (expression !== undefined) return 0;
  return after === undefined ? at(before) : at(after) + 1;
}

/** The rules of a run: the built-in ones but those that are switched off, with one's own at their places, in their order. */
export function withOwnRules({ own, disable, velero }: OwnRules, rules: readonly Rule[] = RULES): readonly Rule[] {
  if (own.length === 0 && disable.length === 0 && !velero) return rules;
  const isOff = new Set<string>(disable.map(({ rule }) => rule));
  const at = (name: string) => rules.findIndex((rule) => rule.name === name);
  const placed = [
    ...veleroRules(velero).map((rule) => ({ rule, before: at(USUAL_PLACE) })),
    ...own.map((rule) => ({ rule: ownRule(rule), before: placeOf(rule, at) })),
  ];
  const ownAt = (index: number) => placed.filter(({ before }) => before === index).map(({ rule }) => rule);
  return [
    ...rules.flatMap((rule, index) => [...ownAt(index), ...(isOff.has(rule.name) ? [] : [rule])]),
    ...ownAt(rules.length),
  ];
}
