import type { Entry, EntryKind } from '../../base/ports/file-repository.ts';
import { nanosecondsOf, permissionsOf } from '../go-file-mode.ts';

/** An entry of a directory (snapshot/manifest.go of Kopia). */
export interface DirectoryEntry {
  name: string;
  type: string;
  /** Octal of Go's file mode; left out where nobody may anything. */
  mode?: string;
  size?: number;
  mtime?: string;
  uid?: number;
  gid?: number;
  obj: string;
  /** Of a directory: of all that is below it. */
  summ?: { size?: number; numFailed?: number; numIgnoredErrors?: number };
}

const KINDS: Record<string, EntryKind> = { f: 'file', d: 'directory', s: 'symlink' };

/** What is known of an entry but its pieces and its target. Undefined for a kind that Kopia itself restores as nothing. */
export function entryOf(from: DirectoryEntry, depth: number): Entry | undefined {
  const kind = KINDS[from.type];
  if (!kind) return undefined;
  const time = nanosecondsOf(from.mtime ?? '1970-01-01T00:00:00Z');
  return {
    depth,
    name: Buffer.from(from.name, 'utf8'),
    kind,
    permissions: permissionsOf(Number.parseInt(from.mode ?? '0', 8)),
    uid: from.uid ?? 0,
    gid: from.gid ?? 0,
    accessed: time,
    modified: time,
    changed: time,
    size: kind === 'file' ? (from.size ?? 0) : 0,
    pieces: [],
    xattrs: [],
  };
}
