import { expect, it } from 'vitest';
import { authorityOf, clusterSecret } from '../../../../core/execute/entry/cluster-secret.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:222233334444:secret:factory-AbCdEf';
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n';
const read = (value: unknown) =>
  clusterSecret({ read: async () => (typeof value === 'string' ? value : JSON.stringify(value)) }, ARN);

it('reads a token or a client certificate, and a certificate authority where the server needs one', async () => {
  expect(await read({ certificateAuthority: CA, token: 'abc.def' })).toEqual({
    certificateAuthority: CA,
    token: 'abc.def',
  });
  expect(await read({ token: 'abc.def' })).toEqual({ certificateAuthority: '', token: 'abc.def' });
  expect(await read({ certificateAuthority: CA, certificate: CA, key: KEY })).toEqual({
    certificateAuthority: CA,
    cert: CA,
    key: KEY,
  });
});

it('reads an authority alone where tokens are not stored, and refuses a credential beside it', async () => {
  const authority = (value: unknown) => authorityOf({ read: async () => JSON.stringify(value) }, ARN);
  expect(await authority({ certificateAuthority: CA })).toBe(CA);
  expect(await authorityOf({ read: () => expect.unreachable() }, undefined)).toBe('');
  const error = await authority({ certificateAuthority: CA, token: 's3cr3t-token' }).catch((each: Error) => each);
  expect(error).toMatchObject({ name: 'InvalidRequest', message: expect.stringMatching(/it has token as well/) });
  expect((error as Error).message).not.toContain('s3cr3t');
});

it.each([
  ['no JSON', 's3cr3t-token', /no JSON object/],
  ['neither of both', { certificateAuthority: CA }, /either "token", or both/],
  ['both', { token: 's3cr3t-token', certificate: CA, key: KEY }, /either "token", or both/],
  ['a certificate without its key', { certificate: CA }, /either "token", or both/],
  ['no PEM', { certificateAuthority: 's3cr3t-token', token: 's3cr3t-token' }, /"certificateAuthority" of it/],
  ['two texts in one', { token: 's3cr3t token' }, /"token" of it/],
])('refuses %s, says what it has to be, and repeats nothing of it', async (_, value, why) => {
  const error = await read(value).catch((each: Error) => each);
  expect(error).toMatchObject({ name: 'InvalidRequest', message: expect.stringMatching(why) });
  expect((error as Error).message).toContain(`put-secret-value --secret-id ${ARN}`);
  expect((error as Error).message).not.toContain('s3cr3t');
});
