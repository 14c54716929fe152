import { checkPolicy } from '../../aws/iam/check-policy.ts';
import { resourceType } from '../template/resource.ts';

export const key = resourceType({
  type: 'AWS::KMS::Key',
  uses: ['KeyPolicy', 'Description', 'Enabled', 'KeySpec', 'KeyUsage'],
  keeps: ['EnableKeyRotation', 'PendingWindowInDays', 'RotationPeriodInDays', 'Tags'],
  make({ account, region, properties, logicalId }, { kms }) {
    checkPolicy(`key policy of '${logicalId}'`, properties.KeyPolicy);
    const made = kms.createKey({
      account,
      region,
      policy: properties.KeyPolicy,
      description: properties.Description,
      enabled: properties.Enabled,
      spec: properties.KeySpec,
      usage: properties.KeyUsage,
    });
    return { ref: made.id, attributes: { Arn: made.arn, KeyId: made.id } };
  },
});
