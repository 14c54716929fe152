import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { kmsArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { viaEc2 } from './conditions.ts';

/** What EBS needs of a key to copy or to encrypt (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html). */
const USE = [
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * Encrypts with the target's keys, and decrypts snapshots of the sources, through EBS only. For the latter
 * the policy of their key must allow this account as well, which is the decision of whoever has that key: the source, or an
 * account that keeps keys for others.
 */
export class TargetKeys extends PolicyDocument {
  constructor({ region, routes }: MemberPlace, ownKeys: string[]) {
    const sourceKeys = unique(routes.map(({ source }) => kmsArn('*', source.region, 'key/*')));
    const keys = unique([...ownKeys, ...sourceKeys]);
    const throughEbs = viaEc2(region, ...routes.map(({ source }) => source.region));
    super({
      statements: [
        new PolicyStatement({ sid: 'DescribeKeys', actions: ['kms:DescribeKey'], resources: keys }),
        // Says whether the driver of the target cluster may attach volumes under it.
        new PolicyStatement({ sid: 'ReadOwnPolicies', actions: ['kms:GetKeyPolicy'], resources: unique(ownKeys) }),
        new PolicyStatement({
          sid: 'UseThroughEbs',
          actions: USE,
          resources: keys,
          conditions: { StringEquals: throughEbs },
        }),
        new PolicyStatement({
          sid: 'GrantToEbs',
          actions: ['kms:CreateGrant'],
          resources: keys,
          conditions: { StringEquals: throughEbs, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
      ],
    });
  }
}
