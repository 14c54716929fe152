import { constants, createPublicKey, verify } from 'node:crypto';
import {
  CreateGrantCommand,
  DescribeKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  RevokeGrantCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Credentials } from '../../../../emulator/base/records.ts';
import { HUB, REGION, SOURCE, startWorld, type World } from '../_world/world.ts';

describe('KMS', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const client = (credentials?: Credentials, region = REGION) => new KMSClient(world.client(credentials, region));
  const describeKey = (KeyId: string, credentials?: Credentials, region?: string) =>
    client(credentials, region).send(new DescribeKeyCommand({ KeyId }));
  const user = (name: string, ...actions: string[]) =>
    world.iam.createUser(HUB, name, [{ Statement: { Effect: 'Allow', Action: actions, Resource: '*' } }]);

  it('describes a key by id, ARN, alias and alias ARN', async () => {
    const key = world.kms.createKey({ account: HUB, region: REGION });
    world.kms.createAlias(HUB, REGION, 'alias/kubeferry', key.arn);
    for (const name of [key.id, key.arn, 'alias/kubeferry', `arn:aws:kms:${REGION}:${HUB}:alias/kubeferry`]) {
      const { KeyMetadata } = await describeKey(name);
      expect(KeyMetadata).toMatchObject({ Arn: key.arn, KeyState: 'Enabled', KeyManager: 'CUSTOMER' });
    }
    const { Aliases } = await client().send(new ListAliasesCommand({}));
    expect(Aliases).toMatchObject([{ AliasName: 'alias/kubeferry', TargetKeyId: key.id }]);
  });

  it('makes the key of aws/ebs when somebody first asks for it', async () => {
    const { KeyMetadata } = await describeKey('alias/aws/ebs');
    expect(KeyMetadata?.KeyManager).toBe('AWS');
    expect(world.kms.defaultEbsKey(HUB, REGION)).toBe(KeyMetadata?.Arn);
  });

  it('says which key does not exist', async () => {
    await expect(describeKey('alias/absent')).rejects.toThrow(
      `Alias arn:aws:kms:${REGION}:${HUB}:alias/absent is not found.`,
    );
    await expect(describeKey('1234')).rejects.toMatchObject({ name: 'NotFoundException' });
    const key = world.kms.createKey({ account: HUB, region: REGION });
    await expect(describeKey(key.arn, undefined, 'us-east-1')).rejects.toThrow('Invalid arn');
  });

  it('lets nobody in whom the key policy does not name, not even an administrator', async () => {
    const policy = {
      Statement: { Effect: 'Allow' as const, Principal: { AWS: SOURCE }, Action: 'kms:*', Resource: '*' },
    };
    const key = world.kms.createKey({ account: HUB, region: REGION, policy });
    await expect(describeKey(key.arn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('asks key policy and identity policy of a caller from another account', async () => {
    const shared = world.kms.createKey({
      account: HUB,
      region: REGION,
      policy: { Statement: { Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'kms:DescribeKey', Resource: '*' } },
    });
    const own = world.kms.createKey({ account: HUB, region: REGION });
    await expect(describeKey(shared.arn, world.admins.source)).resolves.toBeDefined();
    await expect(describeKey(own.arn, world.admins.source)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const powerless = world.iam.createUser(SOURCE, 'powerless', []);
    await expect(describeKey(shared.arn, powerless)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('lets a grant stand for the key policy, until it is revoked', async () => {
    const reader = user('reader', 's3:GetObject');
    const policy = {
      Statement: {
        Effect: 'Allow' as const,
        Principal: { AWS: `arn:aws:iam::${HUB}:user/admin` },
        Action: 'kms:*',
        Resource: '*',
      },
    };
    const key = world.kms.createKey({ account: HUB, region: REGION, policy });
    await expect(describeKey(key.arn, reader)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { GrantId } = await client().send(
      new CreateGrantCommand({ KeyId: key.arn, GranteePrincipal: reader.arn, Operations: ['DescribeKey'] }),
    );
    await expect(describeKey(key.arn, reader)).resolves.toBeDefined();
    await client().send(new RevokeGrantCommand({ KeyId: key.arn, GrantId }));
    await expect(describeKey(key.arn, reader)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('keeps the objects of an encrypted bucket from whoever may not use its key', async () => {
    const key = world.kms.createKey({ account: HUB, region: REGION });
    world.s3.createBucket({ name: 'sealed', account: HUB, region: REGION, kmsKeyArn: key.arn });
    const s3 = (credentials?: Credentials) => new S3Client(world.client(credentials));
    const put = await s3().send(new PutObjectCommand({ Bucket: 'sealed', Key: 'k', Body: 'v' }));
    expect(put).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key.arn });
    const get = new GetObjectCommand({ Bucket: 'sealed', Key: 'k' });
    await expect(s3(user('without-key', 's3:*')).send(get)).rejects.toThrow(
      'is not authorized to perform: kms:Decrypt',
    );
    await expect(s3(user('with-key', 's3:*', 'kms:Decrypt')).send(get)).resolves.toBeDefined();
  });

  it.each(['ECDSA_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_256'] as const)(
    'signs with %s by a pair of keys that Node itself verifies',
    async (algorithm) => {
      const spec = algorithm === 'ECDSA_SHA_256' ? 'ECC_NIST_P256' : 'RSA_2048';
      const { arn } = world.kms.createKey({ account: HUB, region: REGION, spec, usage: 'SIGN_VERIFY' });
      const message = Buffer.from('a statement');
      const input = { KeyId: arn, Message: message, SigningAlgorithm: algorithm };
      const { Signature = new Uint8Array() } = await client().send(new SignCommand(input));
      const { PublicKey = new Uint8Array(), ...about } = await client().send(new GetPublicKeyCommand({ KeyId: arn }));
      expect(about).toMatchObject({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' });
      const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
      const pss = algorithm.includes('PSS') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
      expect(verify('sha256', message, { key, ...pss }, Signature)).toBe(true);
    },
  );

  it('refuses to sign by a key that encrypts, with an algorithm that its key has not, and more than 4,096 bytes', async () => {
    const encrypts = world.kms.createKey({ account: HUB, region: REGION });
    const signs = world.kms.createKey({ account: HUB, region: REGION, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' });
    const sign = (KeyId: string, Message: Uint8Array, SigningAlgorithm: 'ECDSA_SHA_256' | 'RSASSA_PSS_SHA_256') =>
      client().send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    const short = Buffer.from('a');
    await expect(sign(encrypts.arn, short, 'ECDSA_SHA_256')).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    await expect(sign(signs.arn, short, 'RSASSA_PSS_SHA_256')).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    await expect(sign(signs.arn, new Uint8Array(4097), 'ECDSA_SHA_256')).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('lets only those sign whom a policy lets', async () => {
    const { arn } = world.kms.createKey({ account: HUB, region: REGION, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' });
    const input = { KeyId: arn, Message: Buffer.from('a'), SigningAlgorithm: 'ECDSA_SHA_256' as const };
    await expect(client(user('other', 'kms:DescribeKey')).send(new SignCommand(input))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(client(user('signer', 'kms:Sign')).send(new SignCommand(input))).resolves.toBeDefined();
  });
});
