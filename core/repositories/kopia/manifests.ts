import { gunzipSync } from 'node:zlib';
import type { SnapshotFacts } from '../choose-snapshot.ts';
import { UP_TO_A_TEXT } from '../in-one-go.ts';
import type { DirectoryEntry } from './entry.ts';
import type { Metadata } from './objects.ts';

/** What a content `m…` holds, under gzip (repo/manifest of Kopia). */
interface ManifestFile {
  entries: Manifest[] | null;
}
interface Manifest {
  id: string;
  modified: string;
  deleted?: boolean;
  labels?: Record<string, string>;
  data?: Partial<SnapshotManifest>;
}
interface SnapshotManifest {
  source: { host: string; userName: string; path: string };
  startTime: string;
  rootEntry: DirectoryEntry;
  incomplete?: string;
  tags?: Record<string, string>;
}

export type KopiaSnapshot = SnapshotFacts & { root: DirectoryEntry };

/** Complete snapshots. A manifest may stand in several contents: the newest counts. */
export async function readSnapshots({ pieces, read }: Metadata): Promise<KopiaSnapshot[]> {
  const newest = new Map<string, Manifest>();
  for (const [id, piece] of pieces) {
    if (!id.startsWith('m')) continue;
    const { entries } = JSON.parse(gunzipSync(await read(piece), UP_TO_A_TEXT).toString('utf8')) as ManifestFile;
    for (const each of entries ?? []) if (!isOlder(each, newest.get(each.id))) newest.set(each.id, each);
  }
  return [...newest.values()].flatMap(snapshotOf);
}

const isOlder = (one: Manifest, other: Manifest | undefined) =>
  other !== undefined && Date.parse(one.modified) < Date.parse(other.modified);

function snapshotOf({ id, deleted, labels, data }: Manifest): KopiaSnapshot[] {
  const { source, startTime, rootEntry: root, incomplete, tags = {} } = data ?? {};
  if (deleted || labels?.type !== 'snapshot' || incomplete || !root || !source || !startTime) return [];
  const named = Object.entries(tags).map(([key, value]) => `${key.replace(/^tag:/, '')}:${value}`);
  return [{ id, time: startTime, host: source.host, paths: [source.path], tags: named, root }];
}
