import type { Json, KubeObject } from '../../../kube/kube-object.ts';
import { ApiError } from '../errors/status.ts';
import type { StructSchema } from '../schema/schema.ts';
import { typedProblems } from './check-typed.ts';
import { compare } from './compare.ts';
import { conflictError } from './conflict.ts';
import { difference, emptySet, type FieldSet, intersection, isEmptySet, union } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import { isWriter, type Manager, readManagers, type Writer, withWriter, writeManagers } from './managers.ts';
import { merge } from './merge.ts';
import { removeFields } from './remove-fields.ts';
import { tracked } from './tracked.ts';

export interface ApplyRequest {
  live: KubeObject;
  applied: KubeObject;
  schema: StructSchema;
  writer: Writer;
  force: boolean;
  /** RFC 3339. */
  now: string;
}

/**
 * Server-side apply (https://kubernetes.io/docs/reference/using-api/server-side-apply/): merges the configuration,
 * takes away what its manager no longer sends, and records who owns what.
 * Throws 409 with a cause for each field of another manager that would change, unless forced.
 */
export function applyConfiguration(request: ApplyRequest): KubeObject {
  const { live, schema, writer } = request;
  checkTyped(request.applied, schema);
  const wanted = fieldsOf(tracked(request.applied), schema);
  const managers = readManagers(live);
  const merged = merge(live as unknown as Json, request.applied as unknown as Json, schema) as unknown as KubeObject;
  const { changed } = compare(tracked(live), tracked(merged), schema);
  const others = takeOver(
    request,
    managers.filter((manager) => !isWriter(manager, writer)),
    intersection(changed, wanted),
  );
  const before = managers.find((manager) => isWriter(manager, writer));
  const pruned = prune(merged, schema, difference(before?.fields ?? emptySet(), wanted), [
    wanted,
    ...fieldsOfAll(others),
  ]);
  const { removed } = compare(tracked(merged), tracked(pruned), schema);
  const remaining = others.map((manager) => ({ ...manager, fields: difference(manager.fields, removed) }));
  const result = withWriter([...remaining, ...(before ? [before] : [])], writer, wanted, request.now);
  return { ...pruned, metadata: { ...pruned.metadata, managedFields: writeManagers(result) } };
}

const fieldsOfAll = (managers: Manager[]) => managers.map(({ fields }) => fields);

function checkTyped(applied: KubeObject, schema: StructSchema): void {
  const problems = typedProblems(applied as unknown as Json, schema);
  if (problems.length === 0) return;
  const { namespace = '', name } = applied.metadata;
  const version = applied.apiVersion;
  const head = `failed to create typed patch object (${namespace}/${name}; ${version}, Kind=${applied.kind})`;
  const text = problems.length === 1 ? problems[0] : `errors:\n${problems.map((line) => `  ${line}`).join('\n')}`;
  throw new ApiError(500, '', `${head}: ${text}`);
}

/** The other managers after the apply took the changed fields from them, or 409. */
function takeOver(request: ApplyRequest, others: Manager[], changed: FieldSet): Manager[] {
  const conflicts = others
    .map((manager) => ({ manager, fields: intersection(manager.fields, changed) }))
    .filter(({ fields }) => !isEmptySet(fields));
  if (conflicts.length > 0 && !request.force) throw conflictError(conflicts);
  return others.map((manager) => ({ ...manager, fields: difference(manager.fields, changed) }));
}

/** What is above a field that stays, stays as well, whoever owned it as such: a POST owns the maps that it makes. */
function prune(merged: KubeObject, schema: StructSchema, stale: FieldSet, staying: FieldSet[]): KubeObject {
  if (isEmptySet(stale)) return merged;
  const kept = staying.reduce(union, emptySet());
  return removeFields(merged as unknown as Json, schema, difference(stale, kept), kept) as unknown as KubeObject;
}
