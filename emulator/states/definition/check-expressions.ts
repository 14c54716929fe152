import { compile, expressionOf, isHalfMarked, nodesOf } from '../jsonata/expression.ts';
import type { State, Workflow } from './schema.ts';
import { type Placed, statesOf } from './walk.ts';

/** One string somewhere in a state, with the way to it. */
interface Text {
  path: string[];
  text: string;
}

/** Sentences on expressions and variables: what Step Functions finds when a machine is created. */
export function checkExpressions(machine: Workflow): string[] {
  return [...statesOf(machine)].flatMap((placed) => [
    ...textsOf(ownFields(placed.state)).flatMap((text) => checkText(text, placed.name)),
    ...checkAssigned(placed),
  ]);
}

function ownFields(state: State): Record<string, unknown> {
  const { Branches: _, ItemProcessor: __, Comment: ___, ...fields } = state as Record<string, unknown>;
  return fields;
}

function textsOf(value: unknown, path: string[] = []): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

function checkText({ path, text }: Text, state: string): string[] {
  const problem = (why: string) => [`state '${state}', field '${path.join('/')}': ${why}`];
  if (isHalfMarked(text)) return problem(`the expression is not enclosed in {% and %}: ${text}`);
  const source = expressionOf(text);
  if (source === undefined) return [];
  try {
    const nodes = [...nodesOf(compile(source).ast())];
    if (nodes.some((node) => node.type === 'variable' && node.value === 'eval'))
      return problem('$eval is not available in Step Functions; use $parse');
    return nodes.flatMap((node) => reservedOutOfPlace(node, path)).flatMap(problem);
  } catch (error) {
    return problem(`not JSONata: ${(error as { message: string }).message}`);
  }
}

/**
 * "Attempting to access $states.result or $states.errorOutput in fields and states where they are not accessible
 * will be caught at creation" (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html).
 */
function reservedOutOfPlace(node: Record<string, unknown>, path: string[]): string[] {
  const [head, member] = (node.type === 'path' ? node.steps : []) as { type?: string; value?: string }[];
  if (head?.type !== 'variable' || head.value !== 'states' || member === undefined) return [];
  const field = path[0] === 'Catch' ? path[2] : path[0];
  const isResultField = field === 'Output' || field === 'Assign';
  if (member.value === 'input' || member.value === 'context') return [];
  if (member.value === 'result' && isResultField && path[0] !== 'Catch') return [];
  if (member.value === 'errorOutput' && isResultField && path[0] === 'Catch') return [];
  return [`$states.${member.value} is not available here`];
}

/** "A variable assigned in an inner scope cannot have the same name as one assigned in an outer scope." */
function checkAssigned({ name, state, around }: Placed): string[] {
  const outer = around.flatMap(({ scope }) => Object.values(scope.States).flatMap(assignedBy));
  return assignedBy(state).flatMap((variable) => [
    ...(outer.includes(variable) ? [`state '${name}': variable '${variable}' is assigned in an outer scope too`] : []),
    ...(variable === 'states' ? [`state '${name}': 'states' is reserved, it cannot be assigned`] : []),
    ...(IDENTIFIER.test(variable) ? [] : [`state '${name}': '${variable}' is no name of a variable`]),
  ]);
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** Variables that a state may assign, by any of its fields. */
export function assignedBy(state: State): string[] {
  const own = 'Assign' in state ? Object.keys(state.Assign ?? {}) : [];
  const caught = 'Catch' in state ? (state.Catch ?? []) : [];
  const rules = state.Type === 'Choice' ? state.Choices : [];
  return [...new Set([...own, ...[...caught, ...rules].flatMap(({ Assign }) => Object.keys(Assign ?? {}))])];
}
