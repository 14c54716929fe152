import { fieldAt, listAt, textAt } from '../../../kube/fields.ts';
import { KubeferryError } from '../../base/errors.ts';

/** What the Backup object of Velero says of itself (velero `pkg/apis/velero/v1/backup_types.go`). */
export interface Backup {
  name: string;
  /** The schedule that made it. */
  schedule?: string;
  /** Such as `Completed`; `New` when Velero has not begun. */
  phase: string;
  /** ISO 8601: what was written later is not in it. */
  startedAt: string;
  completedAt?: string;
  /** When Velero removes it. */
  expiresAt?: string;
  /** Of the API server, such as `v1.36.3`; absent when the backup does not say. */
  version?: string;
  /** Of its layout in the bucket, such as `1.1.0`. */
  format?: string;
  /** What was to be in it; empty is all. */
  included: string[];
  excluded: string[];
  /** Of objects, as Velero has counted them. */
  objects: number;
  errors: number;
  warnings: number;
}

const SCHEDULE = 'velero.io/schedule-name';
const VERSION = 'velero.io/source-cluster-k8s-gitversion';
const EVERYTHING = '*';

/** Throws DataCorrupt for a file that is no Backup. */
export function parseBackup(key: string, body: Uint8Array): Backup {
  const found = parsed(body);
  const name = textAt(found, 'metadata.name');
  if (fieldAt(found, 'kind') !== 'Backup' || name === undefined)
    throw new KubeferryError(
      'DataCorrupt',
      `File "${key}" is no Backup of Velero. Nothing was changed. Let velero backup describe look at it, or take another backup.`,
    );
  const schedule = textAt(found, ['metadata', 'labels', SCHEDULE]);
  const completedAt = textAt(found, 'status.completionTimestamp');
  const expiresAt = textAt(found, 'status.expiration');
  const format = textAt(found, 'status.formatVersion');
  const version = textAt(found, ['metadata', 'annotations', VERSION]);
  return {
    name,
    phase: textAt(found, 'status.phase') ?? 'New',
    startedAt: textAt(found, 'status.startTimestamp') ?? textAt(found, 'metadata.creationTimestamp') ?? '',
    included: namesAt(found, 'spec.includedNamespaces').filter((each) => each !== EVERYTHING),
    excluded: namesAt(found, 'spec.excludedNamespaces'),
    objects: countAt(found, 'status.progress.itemsBackedUp'),
    errors: countAt(found, 'status.errors'),
    warnings: countAt(found, 'status.warnings'),
    ...(schedule ? { schedule } : {}),
    ...(completedAt ? { completedAt } : {}),
    ...(expiresAt ? { expiresAt } : {}),
    ...(version ? { version } : {}),
    ...(format ? { format } : {}),
  };
}

/** Whether a namespace was to be in it; it may not have been there. */
export const mayHold = ({ included, excluded }: Backup, namespace: string) =>
  (included.length === 0 || included.includes(namespace)) && !excluded.includes(namespace);

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

const namesAt = (found: unknown, where: string) =>
  listAt(found, where).filter((each): each is string => typeof each === 'string');

function countAt(found: unknown, where: string): number {
  const value = fieldAt(found, where);
  return typeof value === 'number' ? value : 0;
}
