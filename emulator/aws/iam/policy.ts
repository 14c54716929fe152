/** JSON policy documents (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). */

export type OneOrMany = string | string[];

/** Operator -> condition key -> values. */
export type ConditionBlock = Record<string, Record<string, OneOrMany | boolean | number>>;

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, OneOrMany>;
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Condition?: ConditionBlock;
}

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: Statement | Statement[];
}

export const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const statementsOf = (policy: PolicyDocument): Statement[] => listOf(policy.Statement);
