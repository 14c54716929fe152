import { s3BlobReader } from '../../adapters/aws/blob-reader.ts';
import type { FileRepository } from '../../core/base/ports/file-repository.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import type { RepositoryOrigin } from '../../core/base/run/origin.ts';
import { openRepository } from '../../core/repositories/open-repository.ts';
import { memberOf } from './member.ts';
import { type Opened, openPiecesAt, openWithMember, piecesWithMember } from './repositories.ts';

/** What a Job of the run has written into the hub's bucket, with the function's own rights. */
const movedAt = ({ bucket, region, prefix }: { bucket: string; region: string; prefix: string }) => ({
  blobs: s3BlobReader({ session: {}, region, bucket }),
  prefix,
});

export const openMoved = (
  place: { bucket: string; region: string; prefix: string },
  password: string,
): Promise<FileRepository> => openRepository('restic', movedAt(place), password);

type FilesVolume = Pick<VolumeItem, 'claim'> & { origin: RepositoryOrigin };

/** The repository of a volume: one that a Job of the run has filled, or one of the route. */
export async function repositoryOf(clone: Clone, { claim, origin }: FilesVolume, store: ObjectStore) {
  const { repository } = origin;
  if (!repository.own) return openWithMember(await memberOf(clone, 'source'), repository);
  return openMoved(ownPlace(repository), await passwordOf(store, clone, claim));
}

/** The same for who has its layout: blobs, and what opens their pieces. */
export async function piecesOf(clone: Clone, { claim, origin }: FilesVolume, store: ObjectStore): Promise<Opened> {
  const { repository } = origin;
  if (!repository.own) return piecesWithMember(await memberOf(clone, 'source'), repository);
  return openPiecesAt(repository.type, movedAt(ownPlace(repository)), await passwordOf(store, clone, claim), 'own');
}

const ownPlace = ({ bucket, prefix, region = '' }: RepositoryOrigin['repository']) => ({ bucket, prefix, region });

async function passwordOf(store: ObjectStore, { cloneId }: Clone, claim: string): Promise<string> {
  return Buffer.from((await store.get(keysOf(cloneId).moverPassword(claim))) ?? '').toString('utf8');
}
