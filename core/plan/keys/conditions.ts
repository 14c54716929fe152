import { isLike, type KeyStatement, listOf } from '../../base/ports/key-policy.ts';

/** `unknown`: it depends on something that is not known of the caller. */
export type Holds = 'yes' | 'no' | 'unknown';

type Compare = (wanted: string, given: string) => boolean;
const same: Compare = (wanted, given) => wanted === given;
const sameWord: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const like: Compare = (wanted, given) => isLike(wanted, given);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Record<string, Compare> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameWord,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: sameWord,
};

/** Whether a statement's conditions hold in a context of which some keys (in lower case) are known. */
export function conditionsHold(conditions: KeyStatement['Condition'], known: ReadonlyMap<string, string>): Holds {
  const each = Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      holds(operator, listOf(values).map(String), known.get(key.toLowerCase())),
    ),
  );
  if (each.includes('no')) return 'no';
  return each.includes('unknown') ? 'unknown' : 'yes';
}

/** Of one value that is given; a key that is not known may be there or not. */
function holds(operator: string, wanted: string[], given: string | undefined): Holds {
  if (given === undefined) return 'unknown';
  const name = operator.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '');
  if (name === 'Null') return wanted.includes('false') ? 'yes' : 'no';
  const negated = /^(String|Arn)Not/.test(name);
  const compare = OPERATORS[name.replace(/^(String|Arn)Not/, '$1')];
  if (!compare || wanted.some((value) => value.includes('${'))) return 'unknown';
  return wanted.some((value) => compare(value, given)) === negated ? 'no' : 'yes';
}
