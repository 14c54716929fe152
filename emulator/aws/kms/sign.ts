/** Asymmetric keys: https://docs.aws.amazon.com/kms/latest/developerguide/asymmetric-key-specs.html. Real pairs sign. */
import { constants, sign as signature } from 'node:crypto';
import { AwsError, type Call } from '../../base/service.ts';
import { keyOf, refuseOthers } from './describe.ts';
import type { Kms } from './kms-state.ts';
import { ALGORITHMS, type Signs } from './specs.ts';

/** KMS signs a message of at most so many bytes, and a digest of a longer one. */
const LONGEST_MESSAGE = 4096;

interface SignInput {
  KeyId: string;
  /** Base64. */
  Message: string;
  MessageType?: 'RAW' | 'DIGEST';
  SigningAlgorithm: string;
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
export function sign(kms: Kms, input: SignInput, call: Call) {
  refuseOthers(call, input, ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm']);
  const { key, spec, pair } = signing(kms, input.KeyId, 'kms:Sign', call);
  const algorithm = input.SigningAlgorithm;
  if (!(ALGORITHMS[spec] as readonly string[]).includes(algorithm))
    throw new AwsError('InvalidKeyUsageException', `Algorithm ${algorithm} and key spec ${spec} are incompatible.`);
  const message = Buffer.from(input.Message, 'base64');
  if (message.length === 0 || message.length > LONGEST_MESSAGE)
    throw new AwsError(
      'ValidationException',
      `Message has ${message.length} bytes; 1 to ${LONGEST_MESSAGE} are allowed.`,
    );
  if (input.MessageType === 'DIGEST')
    throw new AwsError('UnsupportedByLocalCloud', 'Sign: MessageType DIGEST is not implemented here.', 501);
  const pss = algorithm === 'RSASSA_PSS_SHA_256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  const made = signature('sha256', message, { key: pair.privateKey, ...pss });
  return { KeyId: key.arn, Signature: made.toString('base64'), SigningAlgorithm: algorithm };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html */
export function getPublicKey(kms: Kms, input: { KeyId: string }, call: Call) {
  refuseOthers(call, input, ['KeyId']);
  const { key, spec, pair } = signing(kms, input.KeyId, 'kms:GetPublicKey', call);
  return {
    KeyId: key.arn,
    PublicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    CustomerMasterKeySpec: spec,
    KeySpec: spec,
    KeyUsage: key.usage,
    SigningAlgorithms: ALGORITHMS[spec],
  };
}

function signing(kms: Kms, name: string, action: string, call: Call) {
  const key = keyOf(kms, name, call);
  kms.authorize(call, key.arn, action, {});
  if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  const { pair, spec } = key;
  if (pair && spec !== 'SYMMETRIC_DEFAULT') return { key, spec: spec as Signs, pair };
  throw new AwsError(
    'InvalidKeyUsageException',
    `${key.arn} key usage is ${key.usage} which is not valid for ${call.operation}.`,
  );
}
