import type { Iam } from '../../../emulator/aws/iam/iam.ts';

export const HUB = '111111111111';

/** The role of movers as the hub's stack makes it (test/lib/movers.test.ts); answers its ARN. */
export function moverRole(iam: Iam, account: string, bucket: string): string {
  const known = `arn:aws:iam::${account}:role/kubeferry-mover`;
  if (iam.role(known)) return known;
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const trust = { Statement: [{ Effect: 'Allow' as const, Principal: root, Action: 'sts:AssumeRole' }] };
  const { arn } = iam.createRole({ account, name: 'kubeferry-mover', trust });
  const may = (Action: string[], Resource: string, more: object = {}) => ({
    Effect: 'Allow' as const,
    Action,
    Resource,
    ...more,
  });
  iam.putPolicy(arn, 'moved', {
    Statement: [
      may(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], `arn:aws:s3:::${bucket}/moved/*`),
      may(['s3:ListBucket'], `arn:aws:s3:::${bucket}`, { Condition: { StringLike: { 's3:prefix': 'moved/*' } } }),
    ],
  });
  return arn;
}
