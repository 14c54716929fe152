import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectStore, Tagged } from '../../core/base/ports/object-store.ts';
import { EXPORTS } from '../../core/base/run/keys.ts';
import { clientConfig, endpointOverride, type Where } from './clients.ts';
import { awsCall, awsCode, isGone } from './errors.ts';

/** A conditional write that met another one under way: S3 asks to try again (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). */
const CLAIM_ATTEMPTS = 5;

/**
 * Answers to `If-Match` when the object is not what it was: changed (412), changed or removed at the same moment (409), or
 * gone (404, of a write) (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html).
 */
const CHANGED_SINCE = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

export interface BucketOptions extends Where {
  bucket: string;
  /** ARN of the KMS key of whole objects; only a function that writes them has it. */
  exportsKey?: string | undefined;
}

/** The run's records in one bucket, encrypted by the bucket's default key, and whole objects by a key of their own. */
export function s3ObjectStore(options: BucketOptions): ObjectStore {
  const { bucket: Bucket } = options;
  const s3 = new S3Client({ ...clientConfig(options), forcePathStyle: endpointOverride('s3') !== undefined });
  const at = (key: string) => `s3://${Bucket}/${key}`;
  const encryptionOf = (key: string) =>
    key.startsWith(EXPORTS) && options.exportsKey
      ? ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: options.exportsKey } as const)
      : {};

  const read = async (Key: string): Promise<Tagged | undefined> => {
    try {
      const { Body, ETag = '' } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return Body && { body: await Body.transformToByteArray(), etag: ETag };
    } catch (error) {
      if (awsCode(error) === 'NoSuchKey') return undefined;
      return awsCall(`read ${at(Key)}`, () => Promise.reject(error));
    }
  };
  /** False when the precondition does not hold; who asked reads again and decides again. */
  const ifMatches = (what: string, send: () => Promise<unknown>) =>
    awsCall(what, async () => {
      try {
        await send();
        return true;
      } catch (error) {
        if (CHANGED_SINCE.includes(awsCode(error) ?? '')) return false;
        throw error;
      }
    });

  return {
    get: async (Key) => (await read(Key))?.body,

    getTagged: read,

    async put(Key, Body) {
      await awsCall(`write ${at(Key)}`, () =>
        s3.send(new PutObjectCommand({ Bucket, Key, Body, ...encryptionOf(Key) })),
      );
    },

    putNew: (Key, Body) =>
      awsCall(`claim ${at(Key)}`, async () => {
        for (let attempt = 1; ; attempt++) {
          try {
            await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: '*' }));
            return true;
          } catch (error) {
            if (awsCode(error) === 'PreconditionFailed') return false;
            if (awsCode(error) !== 'ConditionalRequestConflict' || attempt === CLAIM_ATTEMPTS) throw error;
          }
        }
      }),

    putIf: (Key, Body, IfMatch) =>
      ifMatches(`change ${at(Key)}`, () => s3.send(new PutObjectCommand({ Bucket, Key, Body, IfMatch }))),

    async *list(Prefix) {
      let ContinuationToken: string | undefined;
      do {
        const page = await awsCall(`list ${at(Prefix)}`, () =>
          s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken })),
        );
        for (const { Key } of page.Contents ?? []) if (Key) yield Key;
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },

    async delete(Key) {
      try {
        await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      } catch (error) {
        if (!isGone(error)) await awsCall(`delete ${at(Key)}`, () => Promise.reject(error));
      }
    },

    deleteIf: (Key, IfMatch) =>
      ifMatches(`delete ${at(Key)}`, () => s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }))),
  };
}
