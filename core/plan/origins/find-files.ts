import { KubeferryError } from '../../base/errors.ts';
import type { FileRepository, SnapshotWish } from '../../base/ports/file-repository.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { RepositoryWish } from '../../base/request/origins.ts';
import { folderFor, prefixOf, type Repository } from '../../base/request/repository.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import type { PlannedFiles, PlannedMove } from '../../base/run/origin.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { contentsOf } from './contents-of.ts';

/** Opens a repository of the route with the source's member role; the prefix is that of one claim. */
export type OpenRepository = (repository: Repository) => Promise<FileRepository>;

/** Claim -> the files that its origin means, a Job that will copy them, or a blocker's sentence. */
export type FoundFiles = ReadonlyMap<string, PlannedFiles | PlannedMove | { blocker: string }>;

/** What the repositories say that a request names for its claims. Errors that may be over at a later try are thrown. */
export async function findFiles(
  open: OpenRepository | undefined,
  route: Pick<Route, 'name' | 'repositories'>,
  { origins = {}, sizes = {} }: Request['volumes'],
  { claims }: Pick<SourceIndex, 'claims'>,
  volumes: ReadonlyMap<string, Pick<Volume, 'sizeGiB'>>,
): Promise<FoundFiles> {
  const found = new Map<string, PlannedFiles | { blocker: string }>();
  for (const [claim, wish] of Object.entries(origins)) {
    if (!('repository' in wish)) continue;
    const repository = route.repositories?.[wish.repository];
    const isDevice = wish.image === true || claims[claim]?.volumeMode === 'Block';
    const sizeGiB = sizes[claim] ?? volumes.get(claims[claim]?.volumeId ?? '')?.sizeGiB;
    const wanted = { isDevice, sizeGiB };
    found.set(
      claim,
      repository ? await lookFor(open, claim, wish, repository, wanted) : unknownRepository(claim, wish, route),
    );
  }
  return found;
}

/** What the plan says of it instead of ending with an error. */
const TOLD = ['NotFound', 'WrongPassword', 'DataCorrupt', 'InvalidRequest', 'AccessDenied'];

async function lookFor(
  open: OpenRepository | undefined,
  claim: string,
  wish: RepositoryWish,
  { kmsKeyArn, folders, ...rest }: Repository,
  wanted: Parameters<typeof contentsOf>[2],
): Promise<PlannedFiles | { blocker: string }> {
  const folder = folderFor(folders ? { folders } : {}, claim, wish.path);
  if ('allowed' in folder) return { blocker: otherFolder(claim, wish, folder.allowed) };
  const repository = { ...rest, prefix: prefixOf(rest, claim) };
  try {
    if (!open) throw new Error('No repository can be opened here.');
    const opened = await open({ ...repository, ...(kmsKeyArn ? { kmsKeyArn } : {}) });
    const found = await opened.find({ ...snapshotWish(wish), ...folder });
    return {
      ...(await contentsOf(opened, found, wanted)),
      name: wish.repository,
      repository,
      snapshotId: found.id,
      takenAt: new Date(found.time).toISOString(),
      ...folder,
    };
  } catch (error) {
    if (!(error instanceof KubeferryError) || !TOLD.includes(error.name)) throw error;
    return { blocker: `Claim ${claim} cannot be copied from repository "${wish.repository}": ${error.message}` };
  }
}

const snapshotWish = ({ snapshot, host, tag }: RepositoryWish): SnapshotWish => ({
  ...(snapshot === undefined || snapshot === 'latest' ? {} : { snapshot }),
  ...(host === undefined ? {} : { host }),
  ...(tag === undefined ? {} : { tag }),
});

function otherFolder(claim: string, { repository, path }: RepositoryWish, allowed: string[]): string {
  const what = path === undefined ? 'and names no folder of it' : `by its folder "${path}"`;
  const list = allowed.map((each) => `"${each}"`).join(', ');
  return `Claim ${claim} is to be copied from repository "${repository}" ${what}, and the route lets it have ${list} or what is below. Name such a folder (path), or add one to the repository's folders in kubeferry.config.ts and deploy the hub.`;
}

function unknownRepository(
  claim: string,
  { repository }: RepositoryWish,
  { name, repositories = {} }: Pick<Route, 'name' | 'repositories'>,
) {
  const known = Object.keys(repositories).map((each) => `"${each}"`);
  return {
    blocker: `Claim ${claim} is to be copied from repository "${repository}", and route "${name}" has ${
      known.length > 0 ? `only ${known.join(', ')}` : 'none'
    }. Name it in the route's repositories in kubeferry.config.ts, and deploy the hub and the members.`,
  };
}
