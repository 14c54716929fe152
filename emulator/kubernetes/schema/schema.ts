/**
 * What a field may hold and how it merges: one form for built-in types (types.tsv) and for custom resources (CRD).
 * Merge semantics: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export type Schema = ScalarSchema | AnySchema | StructSchema | MapSchema | ListSchema;

export type ScalarCode = 's' | 'b' | 'i' | 'l' | 'f' | 'y' | 't' | 'Q' | 'I';

export interface ScalarSchema {
  is: 'scalar';
  code: ScalarCode;
}

/** Any JSON: maps merge by key and lists are atomic (structured-merge-diff's deduced type), unless the whole is atomic. */
export interface AnySchema {
  is: 'any';
  atomic: boolean;
}

export interface StructSchema {
  is: 'struct';
  /** `core.v1.PodSpec`; '' within custom resources. */
  name: string;
  fields: Map<string, Schema>;
  required: string[];
  atomic: boolean;
  /** Unknown fields are kept (x-kubernetes-preserve-unknown-fields). */
  open: boolean;
}

export interface MapSchema {
  is: 'map';
  of: Schema;
  atomic: boolean;
}

export interface ListSchema {
  is: 'list';
  of: Schema;
  /** Fields that identify an item of an associative list. */
  keys?: string[];
  /** A list of unique scalars. */
  set?: boolean;
  /** Merge key of strategic merge patch; '' merges scalars. */
  mergeKey?: string;
}

export const ANY: AnySchema = { is: 'any', atomic: false };
export const ANY_ATOMIC: AnySchema = { is: 'any', atomic: true };

/** The schema of one field; unknown fields of open structs are anything, of closed ones undefined. */
export function fieldSchema(schema: Schema, field: string): Schema | undefined {
  if (schema.is === 'map') return schema.of;
  if (schema.is === 'struct') return schema.fields.get(field) ?? (schema.open ? ANY : undefined);
  return schema.is === 'any' ? ANY : undefined;
}

/** True for schemas whose value is taken or left as a whole. */
export function isAtomic(schema: Schema): boolean {
  if (schema.is === 'scalar') return true;
  if (schema.is === 'list') return schema.keys === undefined && !schema.set;
  return schema.atomic;
}
