import type * as z from 'zod';
import { checkErrorLists } from './check-errors.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkGraph } from './check-graph.ts';
import { checkResources } from './resources.ts';
import { StateMachine } from './schema.ts';

/** A definition that is refused; each problem is a sentence that names the state and the field. */
export class InvalidDefinition extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Invalid State Machine Definition: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Parses and checks a whole definition; throws InvalidDefinition with all problems of the first stage that has any. */
export function readDefinition(text: string): StateMachine {
  const parsed = StateMachine.safeParse(parseJson(text));
  if (!parsed.success) throw new InvalidDefinition(parsed.error.issues.flatMap(sentences));
  const machine = parsed.data as StateMachine;
  const problems = [checkGraph, checkErrorLists, checkResources, checkExpressions].flatMap((check) => check(machine));
  if (problems.length > 0) throw new InvalidDefinition(problems);
  return machine;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidDefinition([`the definition is not JSON: ${(error as Error).message}`]);
  }
}

function sentences(issue: z.core.$ZodIssue): string[] {
  const { state, field } = place(issue.path);
  const at = [state === undefined ? '' : `state '${state}'`, field ? `field '${field}'` : '']
    .filter(Boolean)
    .join(', ');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${at ? `${at}: ` : ''}field '${key}' is not implemented here or does not exist`);
  return [`${at ? `${at}: ` : ''}${issue.message}`];
}

/** The innermost state of a path, and the rest of the path inside it. */
function place(path: readonly PropertyKey[]): { state?: string; field: string } {
  const at = path.lastIndexOf('States');
  if (at < 0 || at === path.length - 1) return { field: path.join('/') };
  return { state: String(path[at + 1]), field: path.slice(at + 2).join('/') };
}
