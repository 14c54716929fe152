import type { FileRepository } from '../../base/ports/file-repository.ts';
import type { KeyStore, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { VeleroMember } from '../../base/request/source.ts';
import type { FilesOrigin } from '../../base/run/origin.ts';
import type { ArchivedSide } from '../inputs.ts';
import { backupFacts } from './backup-facts.ts';
import { backupVolumes } from './backup-volumes.ts';
import { tellBackup } from './tell-backup.ts';
import type { OpenBackup } from './unpack-backup.ts';

interface Tools {
  storage: VolumeStorage;
  keys: KeyStore;
  openRepository(repository: FilesOrigin['repository']): Promise<FileRepository>;
}

/** A backup in the place of the source cluster. */
export async function backupSide(
  backup: OpenBackup,
  source: VeleroMember,
  request: Request,
  { storage, keys, openRepository }: Tools,
): Promise<ArchivedSide> {
  const { name, volumes: rows, api } = backup;
  const held = await backupVolumes({ name, rows, source, request, api, storage, open: openRepository });
  const { namespaces } = request.selection;
  const isSelected = (namespace: string) => namespaces.length === 0 || namespaces.includes(namespace);
  return {
    api,
    facts: await backupFacts(backup, source, held),
    storage,
    keys,
    held,
    openRepository,
    findings: tellBackup(backup, isSelected),
  };
}
