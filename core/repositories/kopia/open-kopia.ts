import { idsOf } from '../../base/columns/ids.ts';
import type { FileRepository, PieceOpener } from '../../base/ports/file-repository.ts';
import { below } from '../below.ts';
import { chooseSnapshot } from '../choose-snapshot.ts';
import { locateAll } from '../locate.ts';
import type { RepositoryPlace } from '../place.ts';
import { rangedReader } from '../ranged-reader.ts';
import { contentsOf, isMetadata, placesOf } from './contents.ts';
import type { DirectoryEntry } from './entry.ts';
import { openFormat } from './format.ts';
import { lossesOf } from './losses.ts';
import { readSnapshots } from './manifests.ts';
import type { Metadata } from './objects.ts';
import { kopiaOpener } from './pieces.ts';
import { findFolder, linkTargets, walkTree } from './walk.ts';

/** A Kopia repository, as its command line and Velero since 1.10 write it. Throws as `openFormat`. */
export async function openKopia({ blobs: store, prefix }: RepositoryPlace, password: string): Promise<FileRepository> {
  const blobs = below(store, prefix);
  const box = await openFormat(blobs, prefix, password);
  const { open } = kopiaOpener(box);
  let metadata: Promise<Metadata> | undefined;
  const metadataOnce = () => {
    metadata ??= readable(isMetadata);
    return metadata;
  };
  const readable = async (isWanted: (id: string) => boolean): Promise<Metadata> => {
    const pieces = await contentsOf(blobs, box, isWanted);
    return { pieces, read: rangedReader(blobs, { open }, pieces.values()) };
  };

  return {
    open,
    async find(wish) {
      const all = await metadataOnce();
      const { id, time, host, paths, root } = chooseSnapshot(await readSnapshots(all), wish);
      const folder = wish.path === undefined ? root : await findFolder(all, root, paths[0] ?? '', wish.path);
      const bytes = folder.summ?.size;
      return {
        id,
        time,
        host,
        paths,
        root: JSON.stringify(folder),
        losses: lossesOf(folder),
        ...(bytes === undefined ? {} : { bytes }),
      };
    },
    async *walk(root) {
      const [all, from] = [await metadataOnce(), JSON.parse(root) as DirectoryEntry];
      const wanted = await linkTargets(all, from);
      yield* walkTree(all, await readable((id) => wanted.has(id)), from);
    },
    async locate(ids) {
      const wanted = idsOf(ids);
      return locateAll(wanted, await placesOf(blobs, box, wanted));
    },
  };
}

/** What opens pieces with the master key alone, once a layout has said where they are. */
export async function openKopiaPieces({ blobs, prefix }: RepositoryPlace, password: string): Promise<PieceOpener> {
  return kopiaOpener(await openFormat(below(blobs, prefix), prefix, password));
}
