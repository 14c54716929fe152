/** Where a bucket of Velero has its backups: `[<prefix>/]backups/<name>/…` (velero `pkg/persistence/object_store_layout.go`). */
export const backupsFolder = (prefix: string) => `${folderOf(prefix)}backups/`;

/** The files of one backup, as Velero 1.13 and later write them. */
export function keysOfBackup(prefix: string, name: string) {
  const file = (end: string) => `${backupsFolder(prefix)}${name}/${name}${end}`;
  return {
    /** The Backup object itself; the only file that is not compressed. */
    backup: `${backupsFolder(prefix)}${name}/${BACKUP_FILE}`,
    tarball: file('.tar.gz'),
    /** Which objects are in the tarball. */
    resources: file('-resource-list.json.gz'),
    /** How the data of each claim is kept. Absent before Velero 1.13. */
    volumes: file('-volumeinfo.json.gz'),
    snapshots: file('-volumesnapshots.json.gz'),
    podVolumes: file('-podvolumebackups.json.gz'),
    /** Errors and warnings. */
    results: file('-results.gz'),
  };
}

/** A backup is there once this file is. */
export const BACKUP_FILE = 'velero-backup.json';

/** The repository of the files of one namespace (velero `pkg/repository/config`); its type is a part of its place. */
export const repositoryFolder = (prefix: string, type: 'kopia' | 'restic', namespace: string) =>
  `${folderOf(prefix)}${type}/${namespace}/`;

const folderOf = (prefix: string) => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`);
