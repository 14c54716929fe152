import { s3BlobReader } from '../../adapters/aws/blob-reader.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { memberSecrets } from '../../adapters/aws/secrets.ts';
import type { BlobReader } from '../../core/base/ports/blob-reader.ts';
import type { FileRepository, PieceOpener } from '../../core/base/ports/file-repository.ts';
import type { FilesOrigin } from '../../core/base/run/origin.ts';
import { below } from '../../core/repositories/below.ts';
import { openPieces, openRepository } from '../../core/repositories/open-repository.ts';
import { passwordOf } from '../../core/repositories/password-of.ts';

type Place = FilesOrigin['repository'];

const placeOf = (session: MemberSession, { bucket, prefix, region = session.region }: Place) => ({
  blobs: s3BlobReader({ session, region, bucket }),
  prefix,
});

/** A repository of the route, with the rights of the source's member; the prefix is that of one claim. */
export async function openWithMember(session: MemberSession, repository: Place): Promise<FileRepository> {
  const password = await passwordOf(memberSecrets(session), repository.secret);
  return openRepository(repository.type, placeOf(session, repository), password);
}

export interface Opened {
  blobs: BlobReader;
  opener: PieceOpener;
}

/** Its blobs and what opens its pieces, for who knows where they are. */
export async function piecesWithMember(session: MemberSession, repository: Place): Promise<Opened> {
  const password = await passwordOf(memberSecrets(session), repository.secret);
  return openPiecesAt(
    repository.type,
    placeOf(session, repository),
    password,
    `${session.roleArn} ${repository.bucket}`,
  );
}

/** To derive a key takes half a second; a warm environment has that of the segment before. The secret is read each time: it may have changed. */
const openers = new Map<string, Promise<PieceOpener>>();

/** `as` says with whose rights, and in which bucket. */
export async function openPiecesAt(
  type: Place['type'],
  place: ReturnType<typeof placeOf>,
  password: string,
  as: string,
): Promise<Opened> {
  const key = JSON.stringify([as, type, place.prefix, password]);
  const known = openers.get(key) ?? openPieces(type, place, password);
  openers.clear();
  openers.set(key, known);
  known.catch(() => openers.delete(key));
  return { blobs: below(place.blobs, place.prefix), opener: await known };
}
