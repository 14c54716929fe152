import { resourceType } from '../template/resource.ts';

export const keyAlias = resourceType({
  type: 'AWS::KMS::Alias',
  uses: ['AliasName', 'TargetKeyId'],
  make({ account, region, properties }, { kms }) {
    const key = kms.describe(account, region, properties.TargetKeyId);
    if (!key) throw new Error(`there is no key ${properties.TargetKeyId}.`);
    kms.createAlias(account, region, properties.AliasName, key.arn);
    return { ref: properties.AliasName };
  },
});
