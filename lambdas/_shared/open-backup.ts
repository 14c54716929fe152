import { untar } from '../../adapters/velero/untar.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { VeleroMember } from '../../core/base/request/source.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { type OpenBackup, unpackBackup } from '../../core/plan/velero/unpack-backup.ts';
import { backupPlace } from './backup-place.ts';

/** The backup of a run, as it is laid out beside its records from its first plan on. */
export async function unpackedBackup(clone: Clone, source: VeleroMember, store: ObjectStore): Promise<OpenBackup> {
  return unpackBackup(clone, { store, untar, place: await backupPlace(clone, source) });
}
