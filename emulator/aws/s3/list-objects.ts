import { createHash } from 'node:crypto';
import { AwsError, type Call } from '../../base/service.ts';
import { type Bucket, sortedKeys } from './buckets.ts';
import { bucketOf, checkKnown, type Storage } from './request.ts';

const KNOWN = [
  'list-type',
  'prefix',
  'delimiter',
  'continuation-token',
  'start-after',
  'max-keys',
  'encoding-type',
  'fetch-owner',
];
const MAX_KEYS = 1000;

type ListInput = { Bucket: string } & Record<string, string | undefined>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjects(storage: Storage, input: ListInput, call: Call) {
  checkKnown(call, input, KNOWN);
  const bucket = bucketOf(storage, input.Bucket, call);
  const { prefix = '', delimiter = '' } = input;
  call.authorize('s3:ListBucket', bucket.arn, { 's3:prefix': prefix, ...(delimiter && { 's3:delimiter': delimiter }) });
  const limit = Math.min(Number(input['max-keys'] ?? MAX_KEYS), MAX_KEYS);
  const { page, truncated } = pageOf(bucket, input, limit);
  const encode =
    input['encoding-type'] === 'url' ? (key: string) => encodeURIComponent(key).replaceAll('%2F', '/') : String;
  return {
    ListBucketResult: {
      Name: bucket.name,
      Prefix: encode(prefix),
      ...(delimiter && { Delimiter: encode(delimiter) }),
      MaxKeys: limit,
      KeyCount: page.length,
      IsTruncated: truncated,
      ...(input['encoding-type'] && { EncodingType: input['encoding-type'] }),
      ...(truncated && { NextContinuationToken: Buffer.from(page.at(-1)?.after ?? '').toString('base64url') }),
      Contents: page.flatMap((entry) =>
        entry.key === undefined ? [] : [content(bucket, entry.key, encode, input['fetch-owner'] === 'true')],
      ),
      CommonPrefixes: page.flatMap(({ group }) => (group === undefined ? [] : [{ Prefix: encode(group) }])),
    },
  };
}

interface Entry {
  key?: string;
  /** A common prefix, which stands for all keys below it. */
  group?: string;
  /** The next page begins behind it. */
  after: string;
}

function pageOf(bucket: Bucket, input: ListInput, limit: number): { page: Entry[]; truncated: boolean } {
  const { prefix = '', delimiter = '' } = input;
  const after = startOf(input);
  const page: Entry[] = [];
  for (const key of sortedKeys(bucket, prefix)) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const group = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    const seen = group !== undefined && (group === page.at(-1)?.group || after === group);
    if (seen || key <= after) continue;
    if (page.length === limit) return { page, truncated: true };
    page.push(group === undefined ? { key, after: key } : { group, after: group });
  }
  return { page, truncated: false };
}

function startOf(input: ListInput): string {
  const token = input['continuation-token'];
  if (token === undefined) return input['start-after'] ?? '';
  const after = Buffer.from(token, 'base64url').toString('utf8');
  if (!after) throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return after;
}

/** Its owner is that of the bucket, where nobody else's objects are (bucket owner enforced). */
function content(bucket: Bucket, key: string, encode: (key: string) => string, withOwner: boolean) {
  const object = bucket.objects.get(key);
  return {
    Key: encode(key),
    LastModified: object?.modified,
    ETag: object?.etag,
    Size: object?.body.length,
    StorageClass: 'STANDARD',
    ...(withOwner ? { Owner: { ID: ownerId(bucket.account) } } : {}),
  };
}

/** A canonical user id has 64 digits (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Owner.html). */
const ownerId = (account: string) => createHash('sha256').update(account).digest('hex');
