import { AwsError, type Call } from '../../base/service.ts';
import type { Bucket } from './buckets.ts';

/** Authorizes `kms:Decrypt` or `kms:GenerateDataKey` for a caller of S3. */
export type UseKey = (call: Call, keyArn: string, action: string, bucketArn: string) => void;

export interface Storage {
  buckets: Map<string, Bucket>;
  useKey: UseKey;
}

/** Headers of SDKs that change nothing here: checksums are compared by the gateway. */
const HARMLESS =
  /^x-amz-(content-sha256|date|security-token|user-agent|checksum-|sdk-|decoded-content-length|trailer|expected-bucket-owner)/;

/** Refuses query members and `x-amz-` headers that the operation does not know. */
export function checkKnown(call: Call, input: object, members: string[], headers: string[] = []): void {
  const unknown = [
    ...Object.keys(input).filter((member) => !['Bucket', 'Key', ...members].includes(member)),
    ...Object.keys(call.headers).filter((name) => /^(x-amz-|if-)/.test(name) && !isKnown(name, headers)),
  ];
  if (unknown.length === 0) return;
  throw new AwsError(
    'UnsupportedByLocalCloud',
    `${call.operation}: ${unknown.join(', ')} is not implemented here.`,
    501,
  );
}

const isKnown = (name: string, headers: string[]) =>
  HARMLESS.test(name) || headers.some((known) => name === known || (known.endsWith('-') && name.startsWith(known)));

/** The bucket, in its own Region only. */
export function bucketOf({ buckets }: Storage, name: string, call: Call): Bucket {
  const bucket = buckets.get(name);
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (bucket.region !== call.region) {
    const message = `The authorization header is malformed; the region '${call.region}' is wrong; expecting '${bucket.region}'`;
    throw new AwsError('AuthorizationHeaderMalformed', message, 400, { Region: bucket.region });
  }
  const expected = call.headers['x-amz-expected-bucket-owner'];
  if (expected && expected !== bucket.account) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return bucket;
}

/** Only who may list the bucket learns that a key does not exist; everybody else is denied. */
export function noSuchKey(bucket: Bucket, key: string, call: Call): AwsError {
  call.authorize('s3:ListBucket', bucket.arn, { 's3:prefix': key });
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}
