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
}

export type ResticSnapshot = SnapshotFacts & { tree: string };

export async function readSnapshots(blobs: BlobReader, key: Key, folder: string): Promise<ResticSnapshot[]> {
  const found: ResticSnapshot[] = [];
  for (const name of await keysBelow(blobs, folder)) {
    const { time, tree, hostname = '', paths = [], tags } = (await readSmallFile(blobs, key, name)) as SnapshotFile;
    found.push({ id: name.slice(folder.length), time, tree, host: hostname, paths, tags: tags ?? [] });
  }
  return found;
}
