import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kmsSigner } from '../../../adapters/aws/kms-signer.ts';
import { startSmallCloud } from './small-cloud.ts';

const HUB = { account: '111111111111', region: 'eu-west-1' };
let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
const signerOf = (arn: string) => kmsSigner(arn, { credentials: cloud.credentials });
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

it('signs so that whoever has the public key can check it', async () => {
  const { arn } = cloud.kms.createKey({ ...HUB, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' });
  const signer = signerOf(arn);
  const message = Buffer.from('what was said');
  const [value, der] = [await signer.sign(message), await signer.publicKey()];
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(verify('sha256', message, key, value)).toBe(true);
  expect(verify('sha256', Buffer.from('something else'), key, value)).toBe(false);
});

it('says of a key that is off, gone or made for something else that it cannot sign with it', async () => {
  const off = cloud.kms.createKey({ ...HUB, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY', enabled: false });
  await expect(signerOf(off.arn).sign(Buffer.from('a'))).rejects.toMatchObject({
    name: 'DisabledException',
    message: expect.stringContaining(`Could not sign with key ${off.arn}`),
  });
  const absent = `arn:aws:kms:${HUB.region}:${HUB.account}:key/11111111-2222-3333-4444-555555555555`;
  await expect(signerOf(absent).publicKey()).rejects.toMatchObject({ name: 'NotFound' });
  const encrypts = cloud.kms.createKey(HUB);
  await expect(signerOf(encrypts.arn).sign(Buffer.from('a'))).rejects.toMatchObject({
    name: 'InvalidKeyUsageException',
  });
});
