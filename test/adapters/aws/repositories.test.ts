import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3BlobReader } from '../../../adapters/aws/blob-reader.ts';
import type { MemberSession } from '../../../adapters/aws/member.ts';
import { memberSecrets } from '../../../adapters/aws/secrets.ts';
import type { BlobReader } from '../../../core/base/ports/blob-reader.ts';
import { passwordOf } from '../../../core/repositories/password-of.ts';
import { newObject } from '../../../emulator/aws/s3/buckets.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

const ARN = `arn:aws:secretsmanager:${SOURCE.region}:${SOURCE.account}:secret:restic-abcdef`;
const facts = { contentType: '', metadata: {}, modified: new Date(0) };
let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let session: MemberSession;
let blobs: BlobReader;
beforeAll(async () => {
  cloud = await startSmallCloud();
  session = await cloud.session(SOURCE);
  const bucket = cloud.s3.createBucket({ name: 'backups', account: SOURCE.account, region: SOURCE.region });
  for (const key of ['restic/keys/1', 'restic/data/2', 'other'])
    bucket.objects.set(key, newObject(key, Buffer.from('0123456789'), facts));
  blobs = s3BlobReader({ session, region: SOURCE.region, bucket: 'backups' });
});
afterAll(() => cloud.stop());

it('reads blobs of a bucket whole and in parts, and lists those of a folder', async () => {
  const text = async (...given: Parameters<BlobReader['get']>) => Buffer.from((await blobs.get(...given))!).toString();
  expect(await text('restic/keys/1')).toBe('0123456789');
  expect(await text('restic/keys/1', { offset: 2, length: 3 })).toBe('234');
  expect(await blobs.get('restic/keys/2')).toBeUndefined();
  const listed = [];
  for await (const each of blobs.list('restic/')) listed.push(each);
  expect(listed).toEqual([
    { key: 'restic/data/2', size: 10 },
    { key: 'restic/keys/1', size: 10 },
  ]);
});

it.each([
  { offset: 8, length: 5 },
  { offset: 50, length: 5 },
])('refuses a blob that ends before %j', async (range) => {
  await expect(blobs.get('other', range)).rejects.toMatchObject({
    name: 'DataCorrupt',
    message: expect.stringMatching(/^s3:\/\/backups\/other ends before what the repository says it holds\./),
  });
});

it('says that a bucket does not exist', async () => {
  const reader = s3BlobReader({ session, region: SOURCE.region, bucket: 'nowhere' });
  await expect(reader.get('a')).rejects.toMatchObject({ name: 'NotFound' });
});

it('reads the password of a secret, and says what a secret must be without what it is', async () => {
  cloud.secrets.createSecret({ arn: ARN, text: '{"password":"correct horse"}' });
  expect(await passwordOf(memberSecrets(session), ARN)).toBe('correct horse');
  cloud.secrets.createSecret({ arn: ARN, text: 'correct horse' });
  const refused = await passwordOf(memberSecrets(session), ARN).catch((error: unknown) => error as Error);
  expect(refused).toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining(`Secret ${ARN} has no password:`),
  });
  expect((refused as Error).message).not.toContain('horse');
  await expect(memberSecrets(session).read(ARN.replace('restic', 'other'))).rejects.toMatchObject({ name: 'NotFound' });
});
