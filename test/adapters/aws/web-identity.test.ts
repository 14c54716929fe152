import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { webIdentityToken } from '../../../adapters/aws/web-identity.ts';
import { SOURCE, startSmallCloud } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

it('says what an account has to allow before a role proves itself to others', async () => {
  const session = await cloud.session(SOURCE);
  await expect(webIdentityToken(session, 'factory')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('aws iam enable-outbound-web-identity-federation'),
  });
});

it('gets a token of fifteen minutes for one audience, which the issuer of the account has signed for the role', async () => {
  cloud.webIdentity.enable(SOURCE.account);
  const token = await webIdentityToken(await cloud.session(SOURCE), 'factory');
  const [header, claims, signature = ''] = token.split('.');
  const { iat, exp, ...said } = decoded(claims);
  expect(said).toMatchObject({ aud: 'factory', sub: SOURCE.roleArn, iss: cloud.webIdentity.issuerOf(SOURCE.account) });
  expect(Number(exp) - Number(iat)).toBe(900);
  expect(decoded(header)).toMatchObject({ alg: 'RS256' });
  const key = createPublicKey({ key: cloud.webIdentity.keys().keys[0] as never, format: 'jwk' });
  expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
});
