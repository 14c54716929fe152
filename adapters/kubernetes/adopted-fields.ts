import { isRecord } from '../../kube/fields.ts';

interface Entry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  subresource?: string;
  fieldsV1?: unknown;
}

/**
 * An object's managedFields as if all that `manager` wrote by POST, PUT or patch had been applied by it; undefined when it wrote
 * nothing so. What its next apply leaves out is removed then, as client-go does it for whoever changes over to server-side apply
 * (k8s.io/client-go/util/csaupgrade, `UpgradeManagedFields`): fields written in another version are dropped, and owned by nobody.
 */
export function adoptedFields(managedFields: readonly unknown[], manager: string): Entry[] | undefined {
  const entries = managedFields as readonly Entry[];
  const isOwn = (entry: Entry) => entry.manager === manager && !entry.subresource;
  const written = entries.filter((entry) => isOwn(entry) && entry.operation === 'Update');
  if (written.length === 0) return undefined;
  const applied = entries.find((entry) => isOwn(entry) && entry.operation === 'Apply');
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
