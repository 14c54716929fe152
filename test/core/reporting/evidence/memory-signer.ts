import { generateKeyPairSync, sign } from 'node:crypto';
import type { Signer } from '../../../../core/base/ports/signer.ts';

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** A key pair as KMS has one for ECC_NIST_P256, made by Node's own library. */
export function memorySigner(): Signer & { pem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    key: KEY,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: async (message) => sign('sha256', message, privateKey),
    publicKey: async () => publicKey.export({ format: 'der', type: 'spki' }),
  };
}
