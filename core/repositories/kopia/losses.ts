import type { DirectoryEntry } from './entry.ts';

/** Its directories are JSON, in which such bytes are all the same character. */
const NAMES = 'the bytes of names that are not UTF-8';

/** Devices, named pipes and sockets are skipped by Kopia; of the rest it keeps no more than its entries have fields for. */
const ALWAYS = ['extended attributes', 'ACLs', 'hard links', 'device files and named pipes', NAMES];

/** What a source had and its snapshot lacks: Kopia keeps a snapshot also when it could not read all, and counts that in its root. */
export function lossesOf({
  summ: { numFailed = 0, numIgnoredErrors = 0 } = {},
}: Pick<DirectoryEntry, 'summ'>): string[] {
  const unread = numFailed + numIgnoredErrors;
  if (unread === 0) return ALWAYS;
  return [
    ...ALWAYS,
    unread === 1 ? 'one file or folder that it could not read' : `${unread} files or folders that it could not read`,
  ];
}
