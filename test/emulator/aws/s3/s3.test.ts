import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HUB, REGION, SOURCE, startWorld, type World } from '../_world/world.ts';

describe('S3', () => {
  let world: World;
  let s3: S3Client;
  const Bucket = 'kubeferry-hub';
  const put = (Key: string, Body: string, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const text = async (Key: string, more: object = {}) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

  beforeAll(async () => {
    world = await startWorld();
    world.s3.createBucket({ name: Bucket, account: HUB, region: REGION, versioned: true });
    s3 = new S3Client(world.client());
  });
  afterAll(() => world.stop());

  it('gives back what was put, under keys with any characters', async () => {
    await put('clones/a b+c/ü?&=%.json', '{"ü":1}', { ContentType: 'application/json', Metadata: { step: 'plan' } });
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'clones/a b+c/ü?&=%.json' }));
    expect(await answer.Body?.transformToString()).toBe('{"ü":1}');
    expect(answer).toMatchObject({ ContentType: 'application/json', Metadata: { step: 'plan' } });
  });

  it('takes a streamed body with its checksum in the trailer', async () => {
    const { Readable } = await import('node:stream');
    const bytes = Buffer.alloc(3_000_000, 'kubeferry');
    const Body = Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'big', Body, ContentLength: bytes.length }));
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }));
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });

  it('lets only the first of two writers claim a key', async () => {
    const claims = await Promise.allSettled(['a', 'b'].map((body) => put('lock', body, { IfNoneMatch: '*' })));
    const refused = claims.filter((claim) => claim.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
  });

  it('replaces a key only over the version that was read', async () => {
    const { ETag } = await put('state', '1');
    await put('state', '2', { IfMatch: ETag });
    await expect(put('state', '3', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await text('state')).toBe('2');
  });

  it('encrypts an object by the key that the request names, and takes no key without its algorithm', async () => {
    const SSEKMSKeyId = world.kms.createKey({ account: HUB, region: REGION }).arn;
    await put('exports/a', 'x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId });
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'exports/a' }));
    expect(answer).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId });
    expect(await s3.send(new GetObjectCommand({ Bucket, Key: 'state' }))).toMatchObject({
      ServerSideEncryption: 'AES256',
    });
    await expect(put('exports/b', 'x', { SSEKMSKeyId })).rejects.toMatchObject({ name: 'UnsupportedByLocalCloud' });
  });

  it('answers a range', async () => {
    await put('range', '0123456789');
    expect(await text('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    await expect(text('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('lists by prefix in pages, in key order, with common prefixes', async () => {
    for (const key of ['l/b', 'l/a/2', 'l/a/1', 'l/c', 'm']) await put(key, key);
    const keys: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Prefix: 'l/' })) {
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(keys).toEqual(['l/a/1', 'l/a/2', 'l/b', 'l/c']);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1, CommonPrefixes: [{ Prefix: 'l/a/' }] });
    const rest = await s3.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: 'l/',
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['l/b', 'l/c']);
  });

  it('forgets a deleted key, and deleting it again is no error', async () => {
    await put('gone', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(text('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('tells the size by HeadObject and the Region by HeadBucket', async () => {
    await put('sized', '12345');
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'sized' }))).toMatchObject({ ContentLength: 5 });
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: REGION });
  });

  it('refuses another account, a missing bucket and the wrong Region', async () => {
    const other = new S3Client(world.client(world.admins.source));
    const get = new GetObjectCommand({ Bucket, Key: 'state' });
    await expect(other.send(get)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'absent', Key: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    const far = new S3Client(world.client(world.admins.hub, 'us-east-1'));
    await expect(far.send(get)).rejects.toThrow("expecting 'eu-west-1'");
  });

  it('lets another account in when bucket policy and identity both allow it', async () => {
    const name = 'kubeferry-shared';
    const policy = {
      Statement: [
        {
          Effect: 'Allow' as const,
          Principal: { AWS: SOURCE },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${name}/*`,
        },
        {
          Effect: 'Deny' as const,
          Principal: '*' as const,
          Action: 's3:*',
          Resource: `arn:aws:s3:::${name}/*`,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    };
    world.s3.createBucket({ name, account: HUB, region: REGION, policy });
    await s3.send(new PutObjectCommand({ Bucket: name, Key: 'k', Body: 'shared' }));
    const other = new S3Client(world.client(world.admins.source));
    const answer = await other.send(new GetObjectCommand({ Bucket: name, Key: 'k' }));
    expect(await answer.Body?.transformToString()).toBe('shared');
  });

  it('refuses what it does not implement', async () => {
    await expect(put('x', 'y', { ACL: 'private' })).rejects.toThrow('x-amz-acl is not implemented here');
  });

  it('fails as a fault says, at the call that it names', async () => {
    world.faults.add({
      on: 's3:HeadBucket',
      nth: 2,
      effect: { kind: 'error', code: 'SlowDown', message: 'Reduce', status: 503 },
    });
    const head = () => s3.send(new HeadBucketCommand({ Bucket }));
    await head();
    await expect(head()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await head();
  });
});
