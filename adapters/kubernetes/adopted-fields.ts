import { isRecord } from '../../kube/fields.ts';
import { type FieldsEntry, writtenBy } from '../../kube/managed-fields.ts';

/**
 * An object's managedFields as if all that `manager` wrote by POST, PUT or patch had been applied by it; undefined when it wrote
 * nothing so. What its next apply leaves out is removed then, as client-go does it for whoever changes over to server-side apply
 * (k8s.io/client-go/util/csaupgrade, `UpgradeManagedFields`): fields written in another version are dropped, and owned by nobody.
 */
export function adoptedFields(entries: readonly FieldsEntry[], manager: string): FieldsEntry[] | undefined {
  const written = writtenBy(entries, manager);
  if (written.length === 0) return undefined;
  const applied = entries.find(
    (entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource,
  );
  const base = applied ?? { ...written.at(-1)!, operation: 'Apply' };
  const same = written.filter(({ apiVersion }) => apiVersion === base.apiVersion);
  const fieldsV1 = same.reduce<unknown>((fields, entry) => unionOf(fields, entry.fieldsV1), base.fieldsV1);
  return [{ ...base, fieldsV1 }, ...entries.filter((entry) => entry !== applied && !written.includes(entry))];
}

/** FieldsV1 that name what either of both names. */
function unionOf(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return one ?? other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, unionOf(one[name], other[name])]));
}
