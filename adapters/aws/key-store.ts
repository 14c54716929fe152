import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { KubeferryError } from '../../core/errors.ts';
import type { KeyStore } from '../../core/ports/volume-storage.ts';
import { clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';
import type { MemberSession } from './member.ts';

/**
 * Keys as one member sees them, its own and other accounts'. Takes key ARNs and alias ARNs, and asks in the Region that
 * the ARN names, since KMS answers for its own Region only. Throws AccessDenied or NotFound.
 */
export function kmsKeyStore(session: MemberSession): KeyStore {
  return {
    async describeKey(arn) {
      const kms = new KMSClient(clientConfig({ ...session, region: arn.split(':')[3] }));
      const { KeyMetadata: key } = await awsCall(`describe key ${arn}`, () =>
        kms.send(new DescribeKeyCommand({ KeyId: arn })),
      );
      if (!key?.Arn) throw new KubeferryError('NotFound', `Could not describe key ${arn}: KMS answered without a key.`);
      return {
        arn: key.Arn,
        enabled: key.KeyState === 'Enabled',
        ...(key.KeyState ? { state: key.KeyState } : {}),
        customerManaged: key.KeyManager === 'CUSTOMER',
      };
    },
  };
}
