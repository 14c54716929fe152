import type * as z from 'zod';
import { Repository } from './repository.ts';

/**
 * A backup storage location of Velero: the bucket, its `prefix`, and where the password of its file repositories is; without
 * a secret that is the one which Velero has built in (velero `pkg/repository/keys/keys.go`).
 */
export const BackupBucket = Repository.pick({ bucket: true, region: true, kmsKeyArn: true }).extend({
  prefix: Repository.shape.prefix.refine(
    (text) => !text.includes('{'),
    'the prefix of a bucket of Velero has no {namespace} and no {claim}',
  ),
  secret: Repository.shape.secret.optional(),
});
export type BackupBucket = z.infer<typeof BackupBucket>;
