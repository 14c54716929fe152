import jsonata from 'jsonata';

/** A whole string between the two marks is an expression; anything else is a constant. */
export function expressionOf(value: string): string | undefined {
  return value.startsWith('{%') && value.endsWith('%}') && value.length >= 4 ? value.slice(2, -2).trim() : undefined;
}

/** One opened but not closed, or the reverse: Step Functions refuses it when the machine is created. */
export function isHalfMarked(value: string): boolean {
  return value.startsWith('{%') !== value.endsWith('%}');
}

const compiled = new Map<string, jsonata.Expression>();

/** Parses once; throws JSONata's error object with a message when the source is wrong. */
export function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const fresh = jsonata(source);
  compiled.set(source, fresh);
  return fresh;
}

/** Every node of the parsed expression, in no promised order. */
export function* nodesOf(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Record<string, unknown>;
  for (const inner of Object.values(node)) yield* nodesOf(inner);
}
