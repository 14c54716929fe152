import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { PolicyDocument } from '../iam/policy.ts';

export interface NewBucket {
  /** Unique over all accounts. */
  name: string;
  account: string;
  region: string;
  /** Key of SSE-KMS by default; SSE-S3 when left out. */
  kmsKeyArn?: string;
  versioned?: boolean;
  policy?: PolicyDocument;
}

export interface StoredObject {
  key: string;
  body: Buffer;
  /** Hex digest in quotes. */
  etag: string;
  /** Base64, big endian. */
  crc32: string;
  contentType: string;
  /** Names without `x-amz-meta-`. */
  metadata: Record<string, string>;
  modified: Date;
  /** Of SSE-KMS: the one that the request named, else the bucket's. */
  kmsKeyArn?: string;
  versionId?: string;
}

export interface Bucket extends NewBucket {
  arn: string;
  objects: Map<string, StoredObject>;
}

export function newBucket(bucket: NewBucket): Bucket {
  return { ...bucket, arn: `arn:aws:s3:::${bucket.name}`, objects: new Map() };
}

/**
 * In the order of ListObjectsV2: UTF-8 bytes. JavaScript's own order is the same but for characters beyond U+FFFF,
 * which no key of a run has.
 */
export function sortedKeys({ objects }: Bucket, prefix: string): string[] {
  return [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
}

export function newObject(
  key: string,
  body: Buffer,
  facts: Pick<StoredObject, 'contentType' | 'metadata' | 'modified' | 'kmsKeyArn'>,
): StoredObject {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  return { key, body, etag, crc32: checksum.toString('base64'), ...facts };
}
