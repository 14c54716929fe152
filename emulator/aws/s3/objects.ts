import { randomBytes } from 'node:crypto';
import { AwsError, type Call, RawOutput } from '../../base/service.ts';
import { type Bucket, newObject, type StoredObject } from './buckets.ts';
import { bucketOf, checkKnown, noSuchKey, type Storage } from './request.ts';

const SSE = 'x-amz-server-side-encryption';
const SSE_KEY = 'x-amz-server-side-encryption-aws-kms-key-id';

interface ObjectInput {
  Bucket: string;
  Key: string;
}

/** What an answer is called by the browser: a member of the query, which a presigned URL has signed with the rest. */
const DISPOSITION = 'response-content-disposition';

export function getObject(storage: Storage, input: ObjectInput & { [DISPOSITION]?: string }, call: Call): RawOutput {
  checkKnown(call, input, [DISPOSITION]);
  const { bucket, object } = readable(storage, input, call);
  if (object.kmsKeyArn) storage.useKey(call, object.kmsKeyArn, 'kms:Decrypt', bucket.arn);
  const range = call.headers.range;
  const named: Record<string, string> = input[DISPOSITION] ? { 'content-disposition': input[DISPOSITION] } : {};
  if (!range) return new RawOutput(object.body, { ...facts(object), ...checksum(object, call), ...named });
  const { start, end } = parseRange(range, object.body.length);
  const headers = { ...facts(object), 'content-range': `bytes ${start}-${end}/${object.body.length}` };
  return new RawOutput(object.body.subarray(start, end + 1), headers, 206);
}

export function headObject(storage: Storage, input: ObjectInput, call: Call): RawOutput {
  checkKnown(call, input, []);
  const { object } = readable(storage, input, call);
  const headers = { ...facts(object), ...checksum(object, call), 'content-length': String(object.body.length) };
  return new RawOutput(new Uint8Array(), headers);
}

/** Atomic, and read after write: conditions are looked at in the same turn as the write. */
export function putObject(storage: Storage, input: ObjectInput, call: Call): RawOutput {
  checkKnown(call, input, [], ['if-none-match', 'if-match', 'x-amz-meta-', SSE, SSE_KEY]);
  const bucket = bucketOf(storage, input.Bucket, call);
  const named = call.headers[SSE_KEY];
  const conditions = { ...(named && { [`s3:${SSE_KEY}`]: named }) };
  call.authorize('s3:PutObject', `${bucket.arn}/${input.Key}`, conditions);
  const kmsKeyArn = keyFor(bucket, call);
  if (kmsKeyArn) storage.useKey(call, kmsKeyArn, 'kms:GenerateDataKey', bucket.arn);
  if (call.headers['if-match'] !== undefined) mayRead(bucket, input.Key, call);
  checkConditions(bucket.objects.get(input.Key), input.Key, call.headers);
  const object = newObject(input.Key, call.body, {
    contentType: call.headers['content-type'] ?? 'binary/octet-stream',
    metadata: metadataOf(call.headers),
    modified: call.clock.now(),
    ...(kmsKeyArn ? { kmsKeyArn } : {}),
  });
  if (bucket.versioned) object.versionId = randomBytes(16).toString('base64url');
  bucket.objects.set(input.Key, object);
  return new RawOutput(new Uint8Array(), { etag: object.etag, ...encryption(object), ...version(object) });
}

/**
 * No error when the key does not exist, also with a condition
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html, `If-Match`).
 */
export function deleteObject(storage: Storage, input: ObjectInput, call: Call): RawOutput {
  checkKnown(call, input, [], ['if-match']);
  const bucket = bucketOf(storage, input.Bucket, call);
  call.authorize('s3:DeleteObject', `${bucket.arn}/${input.Key}`);
  const ifMatch = call.headers['if-match'];
  if (ifMatch !== undefined && ifMatch !== '*') mayRead(bucket, input.Key, call);
  const existing = bucket.objects.get(input.Key);
  if (existing && ifMatch !== undefined && ifMatch !== '*' && bare(ifMatch) !== bare(existing.etag))
    throw preconditionFailed('If-Match');
  bucket.objects.delete(input.Key);
  return new RawOutput(new Uint8Array(), bucket.versioned ? { 'x-amz-delete-marker': 'true' } : {}, 204);
}

export function headBucket(storage: Storage, input: { Bucket: string }, call: Call): RawOutput {
  checkKnown(call, input, []);
  const bucket = bucketOf(storage, input.Bucket, call);
  call.authorize('s3:ListBucket', bucket.arn);
  return new RawOutput(new Uint8Array(), { 'x-amz-bucket-region': bucket.region });
}

function readable(
  storage: Storage,
  { Bucket, Key }: ObjectInput,
  call: Call,
): { bucket: Bucket; object: StoredObject } {
  const bucket = bucketOf(storage, Bucket, call);
  call.authorize('s3:GetObject', `${bucket.arn}/${Key}`);
  const object = bucket.objects.get(Key);
  if (!object) throw noSuchKey(bucket, Key, call);
  return { bucket, object };
}

/**
 * Who compares an ETag learns of the object's content
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html: s3:DeleteObject and s3:GetObject).
 */
const mayRead = (bucket: Bucket, key: string, call: Call) => call.authorize('s3:GetObject', `${bucket.arn}/${key}`);

const bare = (etag: string) => etag.replaceAll('"', '');

const preconditionFailed = (Condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition,
  });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkConditions(existing: StoredObject | undefined, key: string, headers: Record<string, string>): void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
  }
  if (ifMatch !== undefined && !existing)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  const failed = (ifNoneMatch && existing) || (ifMatch !== undefined && bare(ifMatch) !== bare(existing?.etag ?? ''));
  if (failed) throw preconditionFailed(ifNoneMatch ? 'If-None-Match' : 'If-Match');
}

function parseRange(range: string, length: number): { start: number; end: number } {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (start <= end && start < length) return { start, end };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, { RangeRequested: range });
}

function facts(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    'content-type': object.contentType,
    etag: object.etag,
    'last-modified': object.modified.toUTCString(),
    'accept-ranges': 'bytes',
    ...encryption(object),
    ...version(object),
    ...Object.fromEntries(metadata),
  };
}

const checksum = (object: StoredObject, call: Call): Record<string, string> =>
  call.headers['x-amz-checksum-mode'] === 'ENABLED' ? { 'x-amz-checksum-crc32': object.crc32 } : {};

const version = ({ versionId }: StoredObject): Record<string, string> =>
  versionId ? { 'x-amz-version-id': versionId } : {};

const encryption = ({ kmsKeyArn }: StoredObject): Record<string, string> =>
  kmsKeyArn ? { [SSE]: 'aws:kms', [SSE_KEY]: kmsKeyArn } : { [SSE]: 'AES256' };

function metadataOf(headers: Record<string, string>): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice('x-amz-meta-'.length), value]));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html: a key only with `aws:kms`. */
function keyFor({ kmsKeyArn }: Bucket, { headers }: Call): string | undefined {
  const [algorithm, key] = [headers[SSE], headers[SSE_KEY]];
  if (algorithm === undefined && key === undefined) return kmsKeyArn;
  if (algorithm === 'aws:kms' && key) return key;
  const message = `${SSE} '${algorithm ?? ''}' with key '${key ?? ''}' is not implemented here.`;
  throw new AwsError('UnsupportedByLocalCloud', message, 501);
}
