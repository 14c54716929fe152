import { partitionOf } from './request/partition.ts';
import { ROLE } from './run/names.ts';

interface Home {
  account: string;
  region: string;
}

/** A statement to add to the policy of a key, as one line of JSON. */
const line = (Sid: string, by: string, Action: string[], role: string) =>
  JSON.stringify({
    Sid,
    Effect: 'Allow',
    // KMS refuses a role that does not exist yet, and forgets one that was re-created: hence the account, and the role as a condition.
    Principal: { AWS: by },
    Action,
    Resource: '*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
  });

const rootOf = ({ account, region }: Home) => `arn:${partitionOf(region)}:iam::${account}:root`;
const roleOf = ({ account, region }: Home, name: string) => `arn:${partitionOf(region)}:iam::${account}:role/${name}`;

/** What EBS needs of the key of a snapshot that the target copies, or creates a volume from (https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html). */
export const letTargetUse = (target: Home): string =>
  line(
    'KubeferryCopiesIntoTheTarget',
    rootOf(target),
    [
      'kms:DescribeKey',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:CreateGrant',
    ],
    roleOf(target, ROLE.target(target.region)),
  );

/** What the EBS direct APIs need of the key of a snapshot whose blocks are read (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-permissions.html). */
export const letSourceRead = (source: Home): string =>
  line(
    'KubeferryReadsBlocks',
    rootOf(source),
    ['kms:DescribeKey', 'kms:Decrypt'],
    roleOf(source, ROLE.source(source.region)),
  );
