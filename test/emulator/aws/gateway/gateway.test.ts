import { createHash } from 'node:crypto';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sha256 } from '../../../../adapters/sha256.ts';
import { HUB, REGION, startWorld, type World } from '../_world/world.ts';

describe('the gateway', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.s3.createBucket({ name: 'kubeferry', account: HUB, region: REGION });
  });
  afterAll(() => world.stop());

  const signer = (service: string) =>
    new SignatureV4({
      credentials: world.admins.hub,
      region: REGION,
      service,
      sha256: Sha256,
      uriEscapePath: service !== 's3',
    });
  const request = (more: Partial<HttpRequest>) => {
    const { hostname, port } = new URL(world.endpoint);
    const headers = { host: `${hostname}:${port}`, ...more.headers };
    return new HttpRequest({ method: 'GET', protocol: 'http:', hostname, path: '/', ...more, headers });
  };
  const send = async ({ method, path, query, headers, body }: HttpRequest) => {
    const target = new URL(`${world.endpoint}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) target.searchParams.append(name, String(value));
    const answer = await fetch(target, { method, headers, body });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('x-amzn-errortype') };
  };

  it('knows Region and service by the scope, and needs no host name for them', async () => {
    const sts = new STSClient(world.client(world.admins.source, 'us-east-1'));
    await sts.send(new GetCallerIdentityCommand({}));
    await new KMSClient(world.client()).send(new DescribeKeyCommand({ KeyId: 'alias/aws/ebs' }));
    expect(world.calls.at(-1)).toMatchObject({
      service: 'kms',
      operation: 'DescribeKey',
      region: REGION,
      account: HUB,
    });
  });

  it('takes a presigned URL until it expires', async () => {
    await new S3Client(world.client()).send(new PutObjectCommand({ Bucket: 'kubeferry', Key: 'a b', Body: 'here' }));
    const get = request({ path: '/kubeferry/a%20b', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    const presign = (signingDate: Date) => signer('s3').presign(get, { expiresIn: 60, signingDate });
    expect(await send((await presign(new Date())) as HttpRequest)).toMatchObject({ status: 200, text: 'here' });
    const old = await send((await presign(new Date(Date.now() - 120_000))) as HttpRequest);
    expect(old.status).toBe(403);
    expect(old.text).toContain('<Message>Request has expired</Message>');
  });

  it('refuses what was changed after it was signed', async () => {
    const signed = (await signer('s3').sign(request({ path: '/kubeferry/a' }))) as HttpRequest;
    const changed = await send({ ...signed, path: '/kubeferry/b' } as HttpRequest);
    expect(changed.text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('refuses a body that is not the one that was signed', async () => {
    const sha = createHash('sha256').update('one').digest('hex');
    const put = request({ method: 'PUT', path: '/kubeferry/a', body: 'two', headers: { 'x-amz-content-sha256': sha } });
    const answer = await send({ ...((await signer('s3').sign(put)) as HttpRequest), body: 'two' } as HttpRequest);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
  });

  it('refuses a request that was signed too long ago', async () => {
    const signingDate = new Date(Date.now() - 20 * 60_000);
    const signed = await signer('kms').sign(request({ method: 'POST' }), { signingDate });
    expect((await send(signed as HttpRequest)).type).toBe('InvalidSignatureException');
  });

  it('refuses a request without a signature', async () => {
    expect(await send(request({ path: '/clusters' }))).toMatchObject({
      status: 403,
      type: 'MissingAuthenticationTokenException',
    });
  });

  it('names a service that it does not have', async () => {
    const signed = await signer('rds').sign(request({ path: '/databases' }));
    const answer = await send(signed as HttpRequest);
    expect(answer).toMatchObject({ status: 501, type: 'UnsupportedByLocalCloud' });
    expect(answer.text).toContain("'GET /databases' of the service 'rds' is not implemented");
  });

  it('refuses bytes whose checksum does not match', async () => {
    const s3 = new S3Client(world.client());
    const put = new PutObjectCommand({ Bucket: 'kubeferry', Key: 'k', Body: 'v', ChecksumSHA256: 'AAAA' });
    await expect(s3.send(put)).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('loses an answer after the work was done, as a fault says; the SDK then asks again', async () => {
    world.faults.add({ on: 's3:PutObject', nth: 1, effect: { kind: 'kill-after' } });
    const s3 = new S3Client({ ...world.client(), maxAttempts: 2 });
    await s3.send(new PutObjectCommand({ Bucket: 'kubeferry', Key: 'twice', Body: 'v' }));
    const puts = world.calls.filter(({ resource }) => resource.endsWith('/twice'));
    expect(puts).toHaveLength(2);
    await expect(s3.send(new GetObjectCommand({ Bucket: 'kubeferry', Key: 'twice' }))).resolves.toBeDefined();
  });

  it('says when its port is taken', async () => {
    const { startGateway } = await import('../../../../emulator/aws/gateway/gateway.ts');
    const port = Number(new URL(world.endpoint).port);
    const options = { services: [], principals: world.iam, clock: { now: () => new Date(), sleep: async () => {} } };
    const second = startGateway({ ...options, record: () => {}, faults: world.faults, port });
    await expect(second).rejects.toThrow('EADDRINUSE');
  });
});
