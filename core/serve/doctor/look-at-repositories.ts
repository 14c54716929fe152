import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import type { FileRepository } from '../../base/ports/file-repository.ts';
import type { FilesOrigin } from '../../base/run/origin.ts';
import { type Fact, fact } from './fact.ts';

type Place = FilesOrigin['repository'];

/** How repositories are read, with the rights of the source's member. */
export interface RepositoryTools {
  blobs(place: Place): BlobReader;
  open(place: Place): Promise<FileRepository>;
}

/** A repository that was looked for, as the route names it. */
export interface RepositorySeen {
  /** As requests call it, or `kopia/shop` of a backup. */
  name: string;
  place: Place;
  /** The prefix that was opened: of one claim, where each has its own. */
  opened: Fact<string>;
}

/** The file that a repository begins with. */
const FIRST_FILE = { restic: 'config', kopia: 'kopia.repository' } as const;

/** Opens each of them; where one is for each namespace or claim, the first that is found. */
export function lookAtRepositories(places: Record<string, Place>, tools: RepositoryTools): Promise<RepositorySeen[]> {
  return Promise.all(
    Object.entries(places).map(async ([name, place]) => ({
      name,
      place,
      opened: await fact(() => openOne(place, tools)),
    })),
  );
}

async function openOne(place: Place, { blobs, open }: RepositoryTools): Promise<string> {
  const prefix = place.prefix.includes('{') ? await firstOf(place, blobs(place)) : place.prefix;
  await open({ ...place, prefix });
  return prefix;
}

async function firstOf({ type, prefix, bucket }: Place, blobs: BlobReader): Promise<string> {
  const folder = prefix.slice(0, prefix.indexOf('{'));
  const shape = new RegExp(
    `^${prefix
      .split(/\{namespace\}|\{claim\}/)
      .map(literally)
      .join('[^/]+')}`,
  );
  for await (const { key } of blobs.list(folder)) {
    const [found] = shape.exec(key) ?? [];
    if (found !== undefined && key.slice(found.length).replace(/^\//, '') === FIRST_FILE[type]) return found;
  }
  throw new KubeferryError(
    'NotFound',
    `There is no ${type} repository below s3://${bucket}/${folder}. Way out: check bucket and prefix of the route, and whether anything was backed up yet.`,
  );
}

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
