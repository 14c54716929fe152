import type { Json, JsonObject } from '../../../kube/kube-object.ts';
import { fieldSchema, type ListSchema, type Schema } from '../schema/schema.ts';
import { itemElement } from './list-items.ts';

/**
 * Problems that keep an applied configuration from being read as its type, in the words of structured-merge-diff:
 * unknown fields, lists or maps that are something else, items without their keys, duplicate items.
 */
export function typedProblems(value: Json, schema: Schema, path = ''): string[] {
  if (value === null || schema.is === 'any') return [];
  if (schema.is === 'list') return listProblems(value, schema, path);
  if (schema.is === 'scalar') {
    return typeof value === 'object'
      ? [`${path}: expected ${schema.code === 's' ? 'string' : 'scalar'}, got ${shown(value)}`]
      : [];
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [`${path}: expected map, got ${shown(value)}`];
  return Object.entries(value as JsonObject).flatMap(([name, item]) => {
    const below = fieldSchema(schema, name);
    return below ? typedProblems(item, below, `${path}.${name}`) : [`${path}.${name}: field not declared in schema`];
  });
}

function listProblems(value: Json, schema: ListSchema, path: string): string[] {
  if (!Array.isArray(value)) return [`${path}: expected list, got ${shown(value)}`];
  const problems = value.flatMap((item, index) => typedProblems(item, schema.of, `${path}[${index}]`));
  if (!schema.keys && !schema.set) return problems;
  const seen = new Set<string>();
  for (const item of value) {
    const element = itemElement(item, schema);
    if (element === 'k:{}') {
      problems.push(`${path}: element 0: associative list with keys has an element that omits all key fields`);
    } else if (seen.has(element)) problems.push(`${path}: duplicate entries for key ${duplicateText(element)}`);
    seen.add(element);
  }
  return problems;
}

function duplicateText(element: string): string {
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
  const keys = Object.entries(JSON.parse(element.slice(2)) as Record<string, unknown>);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}

function shown(value: Json): string {
  return Array.isArray(value)
    ? '&[…]'
    : typeof value === 'object'
      ? '&map[…]'
      : `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
}
