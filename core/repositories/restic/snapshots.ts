import type { BlobReader } from '../../base/ports/blob-reader.ts';
import { keysBelow } from '../below.ts';
import type { SnapshotFacts } from '../choose-snapshot.ts';
import type { Key } from './sealed.ts';
import { readSmallFile } from './small-files.ts';

/** A file below `snapshots/` (https://restic.readthedocs.io/en/stable/100_references.html#snapshots). */
interface SnapshotFile {
  time: string;
  tree: string;
  hostname?: string;
  paths?: string[];
  tags?: string[] | null;
  /** By restic since 0.17. */
  summary?: { total_bytes_processed?: number };
}

export type ResticSnapshot = SnapshotFacts & { tree: string; bytes?: number | undefined };

export async function readSnapshots(blobs: BlobReader, key: Key, folder: string): Promise<ResticSnapshot[]> {
  const found: ResticSnapshot[] = [];
  for (const name of await keysBelow(blobs, folder)) {
    const file = (await readSmallFile(blobs, key, name)) as SnapshotFile;
    const { time, tree, hostname: host = '', paths = [], tags, summary } = file;
    const bytes = summary?.total_bytes_processed;
    found.push({ id: name.slice(folder.length), time, tree, host, paths, tags: tags ?? [], bytes });
  }
  return found;
}
