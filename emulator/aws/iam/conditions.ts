/** Condition operators (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html). */

import { type ConditionBlock, listOf } from './policy.ts';
import type { Context } from './request-context.ts';
import { substitute } from './variables.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

type Compare = (wanted: string, given: string) => boolean;

const number = (compare: (given: number, wanted: number) => boolean): Compare => {
  return (wanted, given) => compare(Number(given), Number(wanted));
};
const date = (compare: (given: number, wanted: number) => boolean): Compare => {
  return (wanted, given) => compare(Date.parse(given), Date.parse(wanted));
};
const equal = (a: number, b: number) => a === b;
const sameText: Compare = (wanted, given) => wanted === given;
const sameWord: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const likeText: Compare = (wanted, given) => matchesWildcard(wanted, given);

const POSITIVE: Record<string, Compare> = {
  StringEquals: sameText,
  StringEqualsIgnoreCase: sameWord,
  StringLike: likeText,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: sameWord,
  NumericEquals: number(equal),
  NumericLessThan: number((given, wanted) => given < wanted),
  NumericLessThanEquals: number((given, wanted) => given <= wanted),
  NumericGreaterThan: number((given, wanted) => given > wanted),
  NumericGreaterThanEquals: number((given, wanted) => given >= wanted),
  DateEquals: date(equal),
  DateLessThan: date((given, wanted) => given < wanted),
  DateGreaterThan: date((given, wanted) => given > wanted),
};

/** These also hold when the key is absent, and for none of the values rather than one of them. */
const NEGATED: Record<string, Compare> = {
  StringNotEquals: sameText,
  StringNotEqualsIgnoreCase: sameWord,
  StringNotLike: likeText,
  ArnNotEquals: matchesArn,
  ArnNotLike: matchesArn,
  NumericNotEquals: number(equal),
  DateNotEquals: date(equal),
};

interface Operator {
  set: 'ForAllValues' | 'ForAnyValue' | undefined;
  name: string;
  ifExists: boolean;
}

export function conditionsHold(conditions: ConditionBlock | undefined, context: Context): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) => {
    const parsed = parseOperator(operator);
    return Object.entries(keys).every(([key, values]) => {
      const wanted = listOf(values as string | string[]).map(String);
      return holds(parsed, wanted, context.get(key.toLowerCase()), context);
    });
  });
}

function holds({ set, name, ifExists }: Operator, wanted: string[], given: string[] | undefined, context: Context) {
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (given === undefined));
  const negated = NEGATED[name];
  if (!given || given.length === 0) return ifExists || set === 'ForAllValues' || (!!negated && set !== 'ForAnyValue');
  const compare = negated ?? POSITIVE[name];
  if (!compare) throw new Error(`The condition operator '${name}' is not implemented by the local cloud.`);
  const values = wanted.map((value) => substitute(value, context)).filter((value) => value !== undefined);
  const one = (value: string) => values.some((pattern) => compare(pattern, value)) !== (negated !== undefined);
  // A negated operator without a set prefix: none of several values may be among the wanted ones.
  return set === 'ForAllValues' || (negated && !set) ? given.every(one) : given.some(one);
}

function parseOperator(text: string): Operator {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text);
  return { set: match?.[1] as Operator['set'], name: match?.[2] ?? text, ifExists: match?.[3] !== undefined };
}

export function isKnownOperator(text: string): boolean {
  const { name } = parseOperator(text);
  return name === 'Null' || name in POSITIVE || name in NEGATED;
}
