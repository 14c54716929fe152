import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HUB, REGION, SOURCE, startWorld, type World } from '../_world/world.ts';

describe('STS', () => {
  let world: World;
  const identity = (credentials?: Parameters<World['client']>[0]) =>
    new STSClient(world.client(credentials)).send(new GetCallerIdentityCommand({}));
  const assume = (input: Partial<AssumeRoleCommand['input']>, credentials?: Parameters<World['client']>[0]) =>
    new STSClient(world.client(credentials)).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${SOURCE}:role/kubeferry-source`,
        RoleSessionName: 'run-1',
        ...input,
      }),
    );

  beforeAll(async () => {
    world = await startWorld();
    world.iam.createRole({
      account: SOURCE,
      name: 'kubeferry-source',
      trust: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${HUB}:root` },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': 'kubeferry-example' },
            ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:user/*` },
          },
        },
      },
    });
  });
  afterAll(() => world.stop());

  it('tells the caller who it is', async () => {
    expect(await identity()).toMatchObject({ Account: HUB, Arn: `arn:aws:iam::${HUB}:user/admin` });
  });

  it('gives a session of a role that trusts the caller', async () => {
    const { Credentials } = await assume({ ExternalId: 'kubeferry-example' });
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    expect(await identity(session)).toMatchObject({
      Account: SOURCE,
      Arn: `arn:aws:sts::${SOURCE}:assumed-role/kubeferry-source/run-1`,
    });
  });

  it.each([
    ['without the ExternalId', {}],
    ['with another ExternalId', { ExternalId: 'of-somebody-else' }],
    [
      'of a role that does not exist',
      { RoleArn: `arn:aws:iam::${SOURCE}:role/absent`, ExternalId: 'kubeferry-example' },
    ],
  ])('refuses a session %s', async (_, input) => {
    await expect(assume(input)).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it('refuses more than the role allows', async () => {
    await expect(assume({ ExternalId: 'kubeferry-example', DurationSeconds: 7200 })).rejects.toThrow(
      'exceeds the MaxSessionDuration',
    );
  });

  it.each([
    ['an unknown access key', { accessKeyId: 'AKIAUNKNOWN' }, 'InvalidClientTokenId'],
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['a token that was not given', { sessionToken: 'made-up' }, 'InvalidClientTokenId'],
  ])('refuses %s', async (_, change, name) => {
    await expect(identity({ ...world.admins.hub, ...change })).rejects.toMatchObject({ name });
  });

  it('refuses a session that has expired', async () => {
    const arn = `arn:aws:iam::${SOURCE}:role/kubeferry-source`;
    await expect(identity(world.iam.openSession(arn, 'late', -1))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('names an operation that it does not have', async () => {
    const { GetSessionTokenCommand } = await import('@aws-sdk/client-sts');
    const call = new STSClient(world.client()).send(new GetSessionTokenCommand({}));
    await expect(call).rejects.toThrow("The operation 'GetSessionToken' of the service 'sts' is not implemented");
  });

  it('records every decision', async () => {
    await assume({ ExternalId: 'no' }).catch(() => {});
    expect(world.calls.at(-1)).toEqual({
      service: 'sts',
      operation: 'AssumeRole',
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${SOURCE}:role/kubeferry-source`,
      principalArn: `arn:aws:iam::${HUB}:user/admin`,
      account: HUB,
      region: REGION,
      context: { 'sts:ExternalId': 'no', 'sts:RoleSessionName': 'run-1' },
      allowed: false,
    });
  });
});
