import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { kmsArn, snapshotArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { onAllowedSnapshots } from './allowed-snapshots.ts';
import { MADE_BY_US, notInSessionOf, viaEc2 } from './conditions.ts';

/**
 * Reads the blocks of our own snapshots, and of those of others that a route allows (`source.allowSnapshots`),
 * under whichever key they are encrypted, since its own policy has the last word: one of another account lets the role in as
 * well. KMS is used through EBS only (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-permissions.html).
 */
export class SourceBlocks extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { region } = member;
    const keys = [kmsArn('*', region, 'key/*')];
    super({
      statements: [
        new PolicyStatement({
          sid: 'ListOwnSnapshots',
          // IAM asks for both snapshots of a list of changes.
          actions: ['ebs:ListSnapshotBlocks', 'ebs:ListChangedBlocks'],
          resources: [snapshotArn(region)],
          conditions: { StringEquals: MADE_BY_US },
        }),
        new PolicyStatement({
          sid: 'ReadOwnSnapshots',
          actions: ['ebs:GetSnapshotBlock'],
          resources: [snapshotArn(region)],
          // It can tag any snapshot where the account is a target as well.
          conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('plan-segments') },
        }),
        ...onAllowedSnapshots(member, 'ReadOthers', ['ebs:ListSnapshotBlocks', 'ebs:GetSnapshotBlock']),
        new PolicyStatement({ sid: 'DescribeKeys', actions: ['kms:DescribeKey'], resources: keys }),
        new PolicyStatement({
          sid: 'DecryptThroughEbs',
          actions: ['kms:Decrypt'],
          resources: keys,
          conditions: { StringEquals: viaEc2(region) },
        }),
      ],
    });
  }
}
