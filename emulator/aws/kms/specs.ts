/** What keys are made for: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
import { generateKeyPairSync } from 'node:crypto';
import { AwsError } from '../../base/service.ts';
import type { Key, NewKey } from './keys.ts';

/** Algorithms of a spec, in KMS's own order; all of those played here are over SHA-256. */
export const ALGORITHMS = {
  ECC_NIST_P256: ['ECDSA_SHA_256'],
  RSA_2048: ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_256'],
} as const;
export type Signs = keyof typeof ALGORITHMS;

/** Spec, usage and pair of a new key. KMS refuses a usage that its spec does not have. */
export function pairOf({ spec = 'SYMMETRIC_DEFAULT', usage = 'ENCRYPT_DECRYPT' }: Pick<NewKey, 'spec' | 'usage'>) {
  if (spec === 'SYMMETRIC_DEFAULT' && usage === 'ENCRYPT_DECRYPT') return { spec, usage };
  if (usage !== 'SIGN_VERIFY' || !(spec in ALGORITHMS))
    throw new AwsError('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  const pair =
    spec === 'RSA_2048'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { spec, usage, pair };
}

export function algorithmsOf({ spec }: Key) {
  if (spec === 'SYMMETRIC_DEFAULT') return { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] };
  return { SigningAlgorithms: ALGORITHMS[spec] };
}
