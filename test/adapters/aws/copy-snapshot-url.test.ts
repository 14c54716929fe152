import { afterEach, expect, it, vi } from 'vitest';
import { copySnapshotUrl } from '../../../adapters/aws/copy-snapshot-url.ts';

afterEach(() => vi.unstubAllEnvs());

const session = {
  account: '222222222222',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::222222222222:role/kubeferry',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a+/=' }),
};
const call = {
  SourceRegion: 'eu-west-1',
  SourceSnapshotId: 'snap-1',
  DestinationRegion: 'us-east-1',
  KmsKeyId: 'arn:aws:kms:us-east-1:222222222222:key/11111111-1111-2222-3333-444444444444',
};
const urlOf = async () => new URL(await copySnapshotUrl(session, call));

it('says the call and nothing else, signed for the source Region for an hour', async () => {
  const url = await urlOf();
  const { 'X-Amz-Date': date, 'X-Amz-Signature': signature, ...rest } = Object.fromEntries(url.searchParams);
  expect(url.host).toBe('ec2.eu-west-1.amazonaws.com');
  expect(signature).toMatch(/^[0-9a-f]{64}$/);
  expect(rest).toEqual({
    Action: 'CopySnapshot',
    Version: '2016-11-15',
    Encrypted: 'true',
    ...call,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIAEXAMPLE/${date?.slice(0, 8)}/eu-west-1/ec2/aws4_request`,
    'X-Amz-Expires': '3600',
    'X-Amz-Security-Token': 'a+/=',
    'X-Amz-SignedHeaders': 'host',
  });
});

it('knows the domain of the China Regions, and the endpoint that replaces AWS', async () => {
  expect(new URL(await copySnapshotUrl(session, { ...call, SourceRegion: 'cn-north-1' })).host).toBe(
    'ec2.cn-north-1.amazonaws.com.cn',
  );
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566');
  expect((await urlOf()).origin).toBe('http://127.0.0.1:4566');
});
