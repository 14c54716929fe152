import type { KubeObject } from './kube-object.ts';

/** Who owns which fields of an object, and by which kind of request (meta/v1 ManagedFieldsEntry), as far as it is read. */
export interface FieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  subresource?: string;
  fieldsV1?: unknown;
}

export const entriesOf = ({ metadata }: Pick<KubeObject, 'metadata'>): FieldsEntry[] =>
  (metadata.managedFields ?? []) as FieldsEntry[];

/** What a manager owns of the object itself, and not of a status or scale, that it has written by POST, PUT or patch. */
export const writtenBy = (entries: readonly FieldsEntry[], manager: string): FieldsEntry[] =>
  entries.filter((entry) => entry.manager === manager && entry.operation === 'Update' && !entry.subresource);
