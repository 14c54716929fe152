import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { HttpResponse } from '@smithy/protocol-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokens } from '../../../../emulator/aws/ebs/tokens.ts';
import { HUB, REGION, startWorld, type World } from '../_world/world.ts';

/** What is around the members of an answer, as each protocol of AWS has it (https://smithy.io/2.0/aws/protocols/index.html). */
describe('an answer', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.s3.createBucket({ name: 'kubeferry', account: HUB, region: REGION });
  });
  afterAll(() => world.stop());

  /** Status and headers of what a stock client gets. */
  async function answerTo(client: object, command: object): Promise<Pick<HttpResponse, 'statusCode' | 'headers'>> {
    const sent = client as STSClient;
    let seen: HttpResponse | undefined;
    sent.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        seen = result.response as HttpResponse;
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    await sent.send(command as GetCallerIdentityCommand);
    return seen!;
  }

  it.each([
    ['KMS', 'application/x-amz-json-1.1', KMSClient, new DescribeKeyCommand({ KeyId: 'alias/aws/ebs' })],
    ['Lambda', 'application/json', LambdaClient, new GetAccountSettingsCommand({})],
    ['S3', 'application/xml', S3Client, new ListObjectsV2Command({ Bucket: 'kubeferry' })],
    ['STS', 'text/xml;charset=UTF-8', STSClient, new GetCallerIdentityCommand({})],
  ])('of %s is %s', async (_, type, Client, command) => {
    const { headers } = await answerTo(new Client(world.client()), command);
    expect(headers['content-type']).toBe(type);
  });

  it('has the id of its request', async () => {
    const { $metadata } = await new KMSClient(world.client()).send(new DescribeKeyCommand({ KeyId: 'alias/aws/ebs' }));
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await new KMSClient(world.client()).send(new DescribeKeyCommand({ KeyId: 'none' })).catch((e) => e);
    expect(refused.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  // https://docs.aws.amazon.com/ebs/latest/APIReference/API_Block.html
  it('has tokens of the letters that EBS uses', () => {
    const tokens = createTokens(Buffer.alloc(32, 7));
    const sealed = Array.from({ length: 200 }, (_, at) => tokens.seal(`block ${at} \u{fb}\u{ff}`, 9e15));
    expect(sealed.filter((token) => !/^[A-Za-z0-9+/=]+$/.test(token))).toEqual([]);
    expect(sealed.some((token) => /[+/]/.test(token))).toBe(true);
    expect(tokens.open(sealed[7]!, 0)).toBe('block 7 \u{fb}\u{ff}');
  });
});
