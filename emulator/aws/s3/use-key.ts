import type { Kms } from '../kms/kms-state.ts';
import type { UseKey } from './request.ts';

/** S3 uses a bucket's key in the caller's name (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html). */
export const useKeyOf =
  (kms: Pick<Kms, 'authorize'>): UseKey =>
  (call, keyArn, action, bucketArn) =>
    kms.authorize(call, keyArn, action, {
      'kms:ViaService': `s3.${call.region}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': bucketArn,
    });
