import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { KubeferryError } from '../../core/errors.ts';
import type { KeyStore } from '../../core/ports/volume-storage.ts';
import { clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';
import type { MemberSession } from './member.ts';

/** KMS in one account and Region. Takes key ARNs and alias ARNs; throws AccessDenied or NotFound. */
export function kmsKeyStore(session: MemberSession): KeyStore {
  const kms = new KMSClient(clientConfig(session));
  return {
    async describeKey(arn) {
      const { KeyMetadata: key } = await awsCall(`describe key ${arn}`, () =>
        kms.send(new DescribeKeyCommand({ KeyId: arn })),
      );
      if (!key?.Arn) throw new KubeferryError('NotFound', `Could not describe key ${arn}: KMS answered without a key.`);
      return { arn: key.Arn, enabled: key.KeyState === 'Enabled', customerManaged: key.KeyManager === 'CUSTOMER' };
    },
  };
}
