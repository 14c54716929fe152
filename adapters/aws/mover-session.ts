import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { MoverSession } from '../../core/base/ports/mover-session.ts';
import { type AwsCredentials, clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';

/** A role assumed by a role lasts one hour at most (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html, role chaining). */
const SESSION_SECONDS = 3_600;

export interface MoverPlace {
  roleArn: string;
  bucket: string;
  region: string;
  /** The function's own when left out. */
  credentials?: (() => Promise<AwsCredentials>) | undefined;
}

/**
 * A session of the movers' role that its policy narrows to one folder of the hub's bucket: names outside of it are not even listed
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session). Throws AccessDenied, Throttled, Unavailable.
 */
export async function moverSession(
  { roleArn, bucket, region, credentials }: MoverPlace,
  prefix: string,
  session: string,
): Promise<MoverSession> {
  const sts = new STSClient(clientConfig({ region, credentials }));
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: session.slice(0, 64),
    DurationSeconds: SESSION_SECONDS,
    Policy: JSON.stringify(policyOf(roleArn, bucket, prefix)),
  });
  const { Credentials: given } = await awsCall(`assume role ${roleArn}`, () => sts.send(command));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
    expiration: (given?.Expiration ?? new Date(0)).toISOString(),
  };
}

function policyOf(roleArn: string, bucket: string, prefix: string) {
  const [, partition] = roleArn.split(':');
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: `${bucketArn}/${prefix}/*`,
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucketArn,
        Condition: { StringLike: { 's3:prefix': `${prefix}/*` } },
      },
      // Which key that is, and by which service, the role itself says.
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
    ],
  };
}
