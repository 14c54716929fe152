import { isKnownOperator } from './conditions.ts';
import { listOf, type PolicyDocument, type Statement, statementsOf } from './policy.ts';
import { unknownVariables } from './variables.ts';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** What of a policy this evaluator does not understand, one sentence each: better refused than judged wrongly. */
export function policyProblems(policy: PolicyDocument): string[] {
  return statementsOf(policy).flatMap((statement, index) =>
    statementProblems(statement).map((problem) => `Statement ${statement.Sid ?? index + 1}: ${problem}`),
  );
}

/** Throws all problems of a policy at once. `where` names it: `policy of the bucket 'x'`. */
export function checkPolicy(where: string, policy: PolicyDocument): void {
  const problems = policyProblems(policy);
  if (problems.length > 0) throw new Error(`The ${where} cannot be evaluated here:\n- ${problems.join('\n- ')}`);
}

function statementProblems(statement: Statement): string[] {
  const elements = Object.keys(statement)
    .filter((name) => !ELEMENTS.includes(name))
    .map((name) => `the element '${name}' is not implemented by the local cloud.`);
  const effect = ['Allow', 'Deny'].includes(statement.Effect) ? [] : [`Effect '${statement.Effect}' is no effect.`];
  const operators = Object.keys(statement.Condition ?? {})
    .filter((operator) => !isKnownOperator(operator))
    .map((operator) => `the condition operator '${operator}' is not implemented by the local cloud.`);
  const variables = textsOf(statement)
    .flatMap(unknownVariables)
    .map((name) => `the policy variable '\${${name}}' is not implemented by the local cloud.`);
  return [...elements, ...effect, ...operators, ...variables];
}

function textsOf(statement: Statement): string[] {
  const values = Object.values(statement.Condition ?? {}).flatMap((keys) => Object.values(keys).flat());
  return [...listOf(statement.Resource), ...listOf(statement.NotResource), ...values.map(String)];
}
