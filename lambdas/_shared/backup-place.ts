import { s3BlobReader } from '../../adapters/aws/blob-reader.ts';
import type { VeleroMember } from '../../core/base/request/source.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import type { BackupPlace } from '../../core/plan/velero/list-backups.ts';
import { memberOf } from './member.ts';

/** The bucket of a route that begins at backups, with the rights of the source's member. */
export async function backupPlace(clone: Clone, { backups, region }: VeleroMember): Promise<BackupPlace> {
  const session = await memberOf(clone, 'source');
  const { bucket, prefix } = backups;
  return { blobs: s3BlobReader({ session, region: backups.region ?? region, bucket }), bucket, prefix };
}

/** The same of any route; undefined where it begins at a cluster. */
export const backupsOf = async (clone: Clone): Promise<BackupPlace | undefined> =>
  clone.route.source.kind === 'velero' ? backupPlace(clone, clone.route.source) : undefined;
