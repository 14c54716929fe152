import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, it } from 'vitest';
import { Sha256 } from '../../adapters/sha256.ts';
import { addressFor } from '../src/hosted/issuer.ts';
import { signed } from '../src/hosted/signed-send.ts';

/** https://www.rfc-editor.org/rfc/rfc7636#appendix-B */
it('proves who asked for a code as RFC 7636 has it, and puts no verifier into the address', async () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const server = { authorization_endpoint: 'https://login.example.com/authorize?tenant=1' };
  const pending = { verifier, state: 'a state', nonce: 'a nonce', to: '' };
  const address = await addressFor(server, { clientId: 'page' }, pending, 'https://ferry.example.com/');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    tenant: '1',
    response_type: 'code',
    client_id: 'page',
    redirect_uri: 'https://ferry.example.com/',
    scope: 'openid email profile',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  expect(address.href).not.toContain(verifier);
});

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';
const SUITE = { api: 'https://example.amazonaws.com', region: 'us-east-1', service: 'service' };

/** AWS's Signature Version 4 test suite (aws-sig-v4-test-suite), by the names of its cases. */
it.each([
  ['get-vanilla', 'GET', '/', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-unreserved',
    'GET',
    '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    {},
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  [
    'get-vanilla-utf8-query',
    'GET',
    '/?\u1234=bar',
    {},
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  ],
  [
    'post-sts-header-before',
    'POST',
    '/',
    { sessionToken: TOKEN },
    '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  ],
])('signs %s as AWS does', async (_, method, path, more, signature) => {
  const { headers } = await signed(SUITE, { ...KEYS, ...more }, path, { method, headers: {} }, '20150830T123600Z');
  expect(headers.get('authorization')).toMatch(new RegExp(`Signature=${signature}$`));
});

it('signs a path with an encoded name, a search and a body as the SDK does', async () => {
  const api = 'https://a.execute-api.eu-west-1.amazonaws.com';
  const path = '/routes/prod-to-dev/schedules/each%20night';
  const body = '{"enabled":false}';
  const own = await signed(
    { api, region: 'eu-west-1' },
    { ...KEYS, sessionToken: 'token' },
    `${path}?${new URLSearchParams({ q: "it's ä night" })}`,
    { method: 'PUT', headers: { 'content-type': 'application/json' }, body },
    '20261130T120000Z',
  );
  const sdk = new SignatureV4({
    service: 'execute-api',
    region: 'eu-west-1',
    credentials: { ...KEYS, sessionToken: 'token' },
    sha256: Sha256,
  });
  const { headers } = await sdk.sign(
    new HttpRequest({
      method: 'PUT',
      protocol: 'https:',
      hostname: new URL(api).hostname,
      path,
      query: { q: "it's ä night" },
      // What is signed is chosen by the one who signs: no more than the page signs.
      headers: { host: new URL(api).host },
      body,
    }),
    { signingDate: new Date('2026-11-30T12:00:00Z'), unsignableHeaders: new Set(['x-amz-content-sha256']) },
  );
  const signatureOf = (text: string | null | undefined) => /Signature=(\w+)$/.exec(text ?? '')?.[1];
  expect(own.headers.get('authorization')).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  expect(signatureOf(own.headers.get('authorization'))).toBe(signatureOf(headers.authorization));
  expect(String(own.url)).not.toContain('+');
});
