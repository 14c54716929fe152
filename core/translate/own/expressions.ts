import { isRecord } from '../../../kube/fields.ts';
import { groupOf, type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { keyOf } from '../../base/request/outside-rows.ts';
import type { OwnRule } from '../../base/request/own-rules.ts';
import { isSecret } from '../privacy.ts';
import { conditionOf } from './conditions.ts';
import { type Expression, jsonataExpression } from './jsonata-expression.ts';
import { mergePatch } from './merge-patch.ts';
import { withoutSecretValues } from './secret-values.ts';

/** What an expression said of an object: a merge patch, nothing, or why it could not. */
export type Said = { patch: Record<string, unknown> } | { error: string } | undefined;

interface Compiled {
  rule: OwnRule;
  isAbout(object: KubeObject): boolean;
  evaluate: Expression;
}

/**
 * The expressions among the rules of a run. They cannot be evaluated at once, as rules are, so that they are evaluated on the
 * objects of a shard before these are translated: in their order, each on what the one before has made.
 */
export class Expressions {
  readonly #compiled: Compiled[];
  #said = new Map<string, Map<string, Said>>();

  constructor(own: readonly OwnRule[]) {
    this.#compiled = own.filter(({ expression }) => expression !== undefined).map(compile);
  }

  /** Of the objects of one shard; what was said of those before is forgotten. */
  async evaluate(objects: readonly KubeObject[]): Promise<void> {
    if (this.#compiled.length === 0) return;
    this.#said = new Map();
    for (const object of objects) this.#said.set(refText(refOf(object)), await this.#of(object));
  }

  /** Throws when the object is of no shard that was evaluated: a clone without its rules would be another one. */
  saidOf(rule: string, object: KubeObject): Said {
    const said = this.#said.get(refText(refOf(object)));
    if (!said) throw new Error(`the expression was not evaluated for ${refText(refOf(object))}`);
    return said.get(rule);
  }

  async #of(object: KubeObject): Promise<Map<string, Said>> {
    const all = new Map<string, Said>();
    let current = object;
    for (const { rule, isAbout, evaluate } of this.#compiled) {
      if (!isAbout(current)) continue;
      const said = await sayOf(evaluate, current);
      all.set(rule.name, said);
      if (said && 'patch' in said) current = mergePatch(current, said.patch) as KubeObject;
    }
    return all;
  }
}

function compile(rule: OwnRule): Compiled {
  const isAbout = conditionOf(rule.when);
  const kinds = rule.when.kinds.map((kind) => (kind.includes('.') ? keyOf(kind) : kind));
  const ofKind = (object: KubeObject) =>
    ['*', object.kind, `${groupOf(object.apiVersion)}/${object.kind}`].some((each) => kinds.includes(each));
  return { rule, isAbout: (object) => ofKind(object) && isAbout(object), evaluate: expressionOf(rule) };
}

/** One that does not compile says so of each object that it is about. */
function expressionOf({ expression = '' }: OwnRule): Expression {
  try {
    return jsonataExpression(expression);
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function sayOf(evaluate: Expression, object: KubeObject): Promise<Said> {
  try {
    const patch = await evaluate(withoutSecretValues(object));
    if (patch === undefined) return undefined;
    return isRecord(patch) ? { patch } : { error: 'its expression answers no object to merge' };
  } catch (error) {
    // JSONata has values in its messages.
    return { error: isSecret(object) ? 'its expression fails on this Secret' : (error as Error).message };
  }
}

/** The same shards, of whose objects the expressions are evaluated before they are translated. */
export async function* withExpressions(
  shards: AsyncIterable<KubeObject[]>,
  { expressions }: { expressions?: Expressions },
): AsyncGenerator<KubeObject[]> {
  for await (const objects of shards) {
    await expressions?.evaluate(objects);
    yield objects;
  }
}
