import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import {
  difference,
  emptySet,
  type FieldSet,
  type FieldsV1,
  isEmptySet,
  parseFields,
  union,
  writeFields,
} from './field-set.ts';

/** One writer of an object and the fields that it owns. */
export interface Manager {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  subresource: string;
  fields: FieldSet;
}

interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldsV1;
  subresource?: string;
}

export type Writer = Pick<Manager, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

export function readManagers(object: KubeObject): Manager[] {
  return ((object.metadata.managedFields ?? []) as ManagedFieldsEntry[]).map((entry) => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    time: entry.time ?? '',
    subresource: entry.subresource ?? '',
    fields: parseFields(entry.fieldsV1),
  }));
}

/** In the server's order: applies first, then updates by time. */
export function writeManagers(managers: Manager[]): ManagedFieldsEntry[] {
  const kept = managers.filter((manager) => !isEmptySet(manager.fields));
  const rank = (manager: Manager) => `${manager.operation}${manager.time}${manager.manager}`;
  return kept
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
    .map((manager) => ({
      manager: manager.manager,
      operation: manager.operation,
      apiVersion: manager.apiVersion,
      time: manager.time,
      fieldsType: 'FieldsV1',
      fieldsV1: writeFields(manager.fields),
      ...(manager.subresource ? { subresource: manager.subresource } : {}),
    }));
}

export function isWriter(manager: Manager, writer: Writer): boolean {
  return (
    manager.manager === writer.manager &&
    manager.operation === writer.operation &&
    manager.apiVersion === writer.apiVersion &&
    manager.subresource === writer.subresource
  );
}

/** The managers after `writer` took `fields`; the entry's time changes only with its fields. */
export function withWriter(managers: Manager[], writer: Writer, fields: FieldSet, time: string): Manager[] {
  const before = managers.find((manager) => isWriter(manager, writer));
  const same = before && isDeepStrictEqual(writeFields(before.fields), writeFields(fields));
  return [...managers.filter((manager) => manager !== before), { ...writer, fields, time: same ? before.time : time }];
}

/** The managers after an update: the writer owns what changed, and nobody what is gone. */
export function afterUpdate(
  managers: Manager[],
  writer: Writer,
  changes: { changed: FieldSet; removed: FieldSet },
  time: string,
): Manager[] {
  const lost = union(changes.changed, changes.removed);
  const own = managers.find((manager) => isWriter(manager, writer))?.fields ?? emptySet();
  const others = managers
    .filter((manager) => !isWriter(manager, writer))
    .map((manager) => ({ ...manager, fields: difference(manager.fields, lost) }));
  const kept = managers.filter((manager) => isWriter(manager, writer));
  const fields = union(difference(own, changes.removed), changes.changed);
  return withWriter([...others, ...kept], writer, fields, time);
}
