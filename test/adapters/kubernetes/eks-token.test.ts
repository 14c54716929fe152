import { describe, expect, it } from 'vitest';
import { eksToken } from '../../../adapters/kubernetes/eks-token.ts';

const options = {
  region: 'eu-west-1',
  cluster: 'prod',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  now: new Date('2026-01-02T03:04:05Z'),
};
const urlIn = (token: string) => new URL(Buffer.from(token.replace(/^k8s-aws-v1\./, ''), 'base64url').toString('utf8'));

describe('a token for EKS', () => {
  it('is a presigned GetCallerIdentity of the Region, in unpadded base64url', async () => {
    const token = await eksToken(options);
    expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
    const url = urlIn(token);
    expect(url.origin + url.pathname).toBe('https://sts.eu-west-1.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260102/eu-west-1/sts/aws4_request',
      'X-Amz-Date': '20260102T030405Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      // Computed apart from this code, by the steps of the SigV4 documentation.
      'X-Amz-Signature': 'a258d6fcd6d1b4ed68c85123ac7623319529dada87c82ec48bd5a9ec12959b63',
    });
  });

  it('is good for one cluster alone', async () => {
    const signature = async (cluster: string) =>
      urlIn(await eksToken({ ...options, cluster })).searchParams.get('X-Amz-Signature');
    expect(await signature('prod')).not.toBe(await signature('dev'));
    expect(urlIn(await eksToken(options)).href).not.toContain('prod');
  });

  it('carries a session token as it is', async () => {
    const sessionToken = 'IQoJb3JpZ2lu/+=&x';
    const token = await eksToken({ ...options, credentials: { ...options.credentials, sessionToken } });
    expect(urlIn(token).searchParams.get('X-Amz-Security-Token')).toBe(sessionToken);
  });
});
