import type { FileRepository, PieceOpener } from '../base/ports/file-repository.ts';
import { openKopia, openKopiaPieces } from './kopia/open-kopia.ts';
import type { RepositoryPlace } from './place.ts';
import { openRestic, openResticPieces } from './restic/open-restic.ts';

/** Every form of repository that is read, by its name in a route. */
const FORMS = {
  restic: { open: openRestic, openPieces: openResticPieces },
  kopia: { open: openKopia, openPieces: openKopiaPieces },
} as const;
export type RepositoryType = keyof typeof FORMS;

/** Throws NotFound where there is no repository, WrongPassword, and InvalidRequest for a form that is not read. */
export const openRepository = (
  type: RepositoryType,
  place: RepositoryPlace,
  password: string,
): Promise<FileRepository> => FORMS[type].open(place, password);

/** The same for who has a layout already: the key alone, and no index. */
export const openPieces = (type: RepositoryType, place: RepositoryPlace, password: string): Promise<PieceOpener> =>
  FORMS[type].openPieces(place, password);
