import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { RepositoryFiles } from './repository.ts';

export interface Session {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
}

/** The files of a repository that restic names `s3:http://HOST/BUCKET/PREFIX`, with the session that a pod has: any other right it has not. */
export function bucketFiles(repository: string, region: string, session: Session): RepositoryFiles {
  const { origin, pathname } = new URL(repository.replace(/^s3:/, ''));
  const [, Bucket = '', ...rest] = pathname.split('/');
  const prefix = `${rest.join('/')}/`;
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = session;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const s3 = new S3Client({ endpoint: origin, region, credentials, forcePathStyle: true });
  return {
    async get(path) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: prefix + path }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    put: async (path, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key: prefix + path, Body }))),
    async list(start) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix + start }));
      return Contents.flatMap(({ Key }) => Key?.slice(prefix.length) ?? []);
    },
  };
}
