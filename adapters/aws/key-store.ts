import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { KubeferryError } from '../../core/base/errors.ts';
import { KeyPolicy } from '../../core/base/ports/key-policy.ts';
import type { KeyStore } from '../../core/base/ports/volume-storage.ts';
import { clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';
import type { MemberSession } from './member.ts';

/**
 * Keys as one member sees them, its own and other accounts'. Takes key ARNs and alias ARNs, and asks in the Region that
 * the ARN names, since KMS answers for its own Region only. Throws AccessDenied or NotFound.
 */
export function kmsKeyStore(session: MemberSession): KeyStore {
  const kmsOf = (arn: string) => new KMSClient(clientConfig({ ...session, region: arn.split(':')[3] }));
  return {
    async describeKey(arn) {
      const { KeyMetadata: key } = await awsCall(`describe key ${arn}`, () =>
        kmsOf(arn).send(new DescribeKeyCommand({ KeyId: arn })),
      );
      if (!key?.Arn) throw new KubeferryError('NotFound', `Could not describe key ${arn}: KMS answered without a key.`);
      return {
        arn: key.Arn,
        enabled: key.KeyState === 'Enabled',
        ...(key.KeyState ? { state: key.KeyState } : {}),
        customerManaged: key.KeyManager === 'CUSTOMER',
      };
    },
    async keyPolicy(arn) {
      const { Policy = '' } = await awsCall(`read the policy of key ${arn}`, () =>
        kmsOf(arn).send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
      );
      return KeyPolicy.parse(JSON.parse(Policy));
    },
  };
}
