import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { KubeferryError } from '../../core/base/errors.ts';
import type { Signer } from '../../core/base/ports/signer.ts';
import { clientConfig, type Where } from './clients.ts';
import { awsCall } from './errors.ts';

/**
 * A key of the hub's own account, used as the function's own role. Takes a key ARN. Throws AccessDenied, NotFound, or what KMS
 * says of a key that is disabled or is going to be deleted.
 */
export function kmsSigner(arn: string, { credentials }: Pick<Where, 'credentials'> = {}): Signer {
  const kms = new KMSClient(clientConfig({ region: arn.split(':')[3] ?? '', ...(credentials ? { credentials } : {}) }));
  const answered = (bytes: Uint8Array | undefined, what: string) => {
    if (bytes) return bytes;
    throw new KubeferryError('NotFound', `Could not ${what}: KMS answered without one.`);
  };
  return {
    key: arn,
    async sign(message) {
      const what = `sign with key ${arn}`;
      const input = { KeyId: arn, Message: message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
      return answered((await awsCall(what, () => kms.send(new SignCommand(input)))).Signature, what);
    },
    async publicKey() {
      const what = `read the public key of ${arn}`;
      return answered((await awsCall(what, () => kms.send(new GetPublicKeyCommand({ KeyId: arn })))).PublicKey, what);
    },
  };
}
