import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { clientConfig, endpointOverride, type Where } from './clients.ts';
import { awsCall, awsCode, isGone } from './errors.ts';

/** A conditional write that met another one under way: S3 asks to try again (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). */
const CLAIM_ATTEMPTS = 5;

/** The run's records in one bucket, encrypted by the bucket's default key. */
export function s3ObjectStore(options: { bucket: string } & Where): ObjectStore {
  const { bucket: Bucket } = options;
  const s3 = new S3Client({ ...clientConfig(options), forcePathStyle: endpointOverride('s3') !== undefined });
  const at = (key: string) => `s3://${Bucket}/${key}`;

  return {
    async get(Key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (awsCode(error) === 'NoSuchKey') return undefined;
        return awsCall(`read ${at(Key)}`, () => Promise.reject(error));
      }
    },

    async put(Key, Body) {
      await awsCall(`write ${at(Key)}`, () => s3.send(new PutObjectCommand({ Bucket, Key, Body })));
    },

    claim: (Key, Body) =>
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
  };
}
