import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { KubeferryError } from '../../core/base/errors.ts';
import type { BlobRange, BlobReader } from '../../core/base/ports/blob-reader.ts';
import { clientConfig, endpointOverride } from './clients.ts';
import { awsCall, awsCode } from './errors.ts';
import type { MemberSession } from './member.ts';

export interface BlobPlace {
  /** Of a member; the function's own rights where it has no credentials. */
  session: Partial<Pick<MemberSession, 'credentials'>>;
  region: string;
  bucket: string;
}

/** The objects of a bucket that others write to, with the rights of a member. Throws AccessDenied, NotFound for a bucket that does not exist, Throttled and Unavailable. */
export function s3BlobReader({ session, region, bucket: Bucket }: BlobPlace): BlobReader {
  const config = clientConfig({ region, credentials: session.credentials });
  const s3 = new S3Client({ ...config, forcePathStyle: endpointOverride('s3') !== undefined });
  const at = (key: string) => `s3://${Bucket}/${key}`;
  return {
    async get(Key, range) {
      try {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket, Key, ...(range ? { Range: header(range) } : {}) }),
        );
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        if (range && bytes.length < range.length) throw cutOff(at(Key));
        return bytes;
      } catch (error) {
        if (error instanceof KubeferryError) throw error;
        if (awsCode(error) === 'NoSuchKey') return undefined;
        if (awsCode(error) === 'InvalidRange') throw cutOff(at(Key));
        return awsCall(`read ${at(Key)}`, () => Promise.reject(error));
      }
    },

    async *list(Prefix) {
      let ContinuationToken: string | undefined;
      do {
        const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken });
        const page = await awsCall(`list ${at(Prefix)}`, () => s3.send(command));
        for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, size: Size ?? 0 };
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },
  };
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-byte-ranges: both ends count. */
const header = ({ offset, length }: BlobRange) => `bytes=${offset}-${offset + length - 1}`;

const cutOff = (at: string) =>
  new KubeferryError(
    'DataCorrupt',
    `${at} ends before what the repository says it holds. Way out: let the tool of the repository check it.`,
  );
