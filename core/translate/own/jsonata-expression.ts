import jsonata from 'jsonata';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { BOUNDS, padded } from './bounded-jsonata.ts';

/** What an expression over one object answers; throws a sentence. */
export type Expression = (object: KubeObject) => Promise<unknown>;

/** Nodes that are evaluated for one object: far more than a rule needs, and an end for one that never comes to one. */
const MOST_STEPS = 100_000;

/**
 * What would make another object of the same one: a plan and its run have to come to the same. `$eval` would reach beyond the
 * count of steps.
 */
const IMPURE = ['now', 'millis', 'random', 'shuffle', 'eval'];

/** A JSONata expression (https://docs.jsonata.org/) that is a function of the object alone. Throws for one that is none. */
export function jsonataExpression(source: string): Expression {
  const expression = compiled(source);
  let steps = 0;
  // Called for each node: https://docs.jsonata.org/embedding-extending, and `evaluate` in jsonata.js.
  expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, () => {
    steps += 1;
    if (steps > MOST_STEPS) throw new Error(`it takes more than ${MOST_STEPS} steps`);
  });
  for (const name of IMPURE)
    expression.registerFunction(name, () => {
      throw new Error(`$${name} does not exist for rules, which are a function of the object alone`);
    });
  expression.registerFunction('pad', padded, '<s-ns?:s>');
  return async (object) => {
    steps = 0;
    try {
      return plain(await expression.evaluate(object));
    } catch (error) {
      throw new Error(said(error));
    }
  };
}

function compiled(source: string): jsonata.Expression {
  try {
    return jsonata(source, BOUNDS);
  } catch (error) {
    throw new Error(said(error));
  }
}

/** JSONata throws objects with a message, and its lists have a mark of their own on them. */
const said = (error: unknown) => (error as { message?: string }).message ?? String(error);
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
