import type { KeyPairKeyObjectResult } from 'node:crypto';
import type { PolicyDocument } from '../iam/policy.ts';

export interface NewKey {
  account: string;
  region: string;
  /** UUID; a new one when left out. */
  id?: string;
  /** The account's own root may do all when left out, as AWS's default policy has it. */
  policy?: PolicyDocument;
  description?: string;
  enabled?: boolean;
  /** SYMMETRIC_DEFAULT when left out; else a pair of keys, which only signs. */
  spec?: KeySpec;
  usage?: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
}

/** Those of https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html that are played here. */
export type KeySpec = 'SYMMETRIC_DEFAULT' | 'ECC_NIST_P256' | 'RSA_2048';

export interface Grant {
  id: string;
  /** User or role ARN. */
  grantee: string;
  /** Such as `Decrypt`. */
  operations: string[];
  retiring?: string;
}

export interface Key extends Required<Omit<NewKey, 'policy'>> {
  arn: string;
  policy: PolicyDocument;
  /** False for AWS managed keys such as `aws/ebs`. */
  customerManaged: boolean;
  createdAt: Date;
  grants: Grant[];
  /** Of one that signs. */
  pair?: KeyPairKeyObjectResult;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export const defaultPolicy = (account: string): PolicyDocument => ({
  Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
});

/**
 * All principals of the account may use `aws/ebs` through EBS, and nobody may let another account in
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html).
 */
export const managedPolicy = (account: string, region: string, service: string): PolicyDocument => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${region}.amazonaws.com` },
      },
    },
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
      Resource: '*',
    },
  ],
});

/** What a key allows: its policy, and its grants as statements. */
export function allowedBy({ policy, grants }: Key): PolicyDocument {
  const granted = grants.map(({ grantee, operations }) => ({
    Effect: 'Allow' as const,
    Principal: { AWS: grantee },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: '*',
  }));
  return { Statement: [policy.Statement, granted].flat() };
}
