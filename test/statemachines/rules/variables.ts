import { assignedBy } from '../../../emulator/states/definition/check-expressions.ts';
import { isDistributed, type Placed, statesOf } from '../../../emulator/states/definition/walk.ts';
import { compile, expressionOf } from '../../../emulator/states/jsonata/expression.ts';
import type { Rule } from './machine-file.ts';

/**
 * Every variable is assigned in the state's scope or around it, up to a Distributed Map: inside of it, outer variables
 * are not visible (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope).
 */
export const knowsItsVariables: Rule = ({ machine }) =>
  [...statesOf(machine)].flatMap((placed) => {
    const { Branches: _, ItemProcessor: __, ...own } = placed.state as Record<string, unknown>;
    const used = textsOf(own).flatMap((text) => variablesIn(expressionOf(text)));
    const visible = visibleTo(placed);
    return [...new Set(used)]
      .filter((name) => !visible.includes(name))
      .map((name) => `state '${placed.name}' uses $${name}, which nothing that it can see assigns`);
  });

function visibleTo({ scope, around }: Placed): string[] {
  const wall = around.findLastIndex(({ state }) => isDistributed(state));
  const scopes = [scope, ...around.slice(wall + 1).map((outer) => outer.scope)];
  return scopes.flatMap((inner) => Object.values(inner.States).flatMap(assignedBy));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Free variables, without `$`, `$$`, `$states` and the names of called functions. */
function variablesIn(source: string | undefined): string[] {
  if (source === undefined) return [];
  const names: string[] = [];
  const visit = (node: unknown, key = ''): void => {
    if (typeof node !== 'object' || node === null || key === 'procedure') return;
    const { type, value } = node as { type?: string; value?: unknown };
    if (type === 'variable' && typeof value === 'string') names.push(value);
    for (const [inner, child] of Object.entries(node)) visit(child, inner);
  };
  visit(compile(source).ast());
  return names.filter((name) => !['', '$', 'states'].includes(name));
}
