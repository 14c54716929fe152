import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ec2Arn, snapshotArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { onAllowedSnapshots } from './allowed-snapshots.ts';
import { MADE_BY_US, notInSessionOf, TAGGED_BY_CALL } from './conditions.ts';

/**
 * Takes snapshots that carry our tag, shares them with the target accounts of the routes, and deletes them; no other
 * snapshot, and no volume, can be changed. Those of others that a route allows (`source.allowSnapshots`) it shares as well.
 * Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export class SourceSnapshots extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { account, region, routes } = member;
    const snapshots = [snapshotArn(region)];
    // It can tag any snapshot where the account is a target as well.
    const inOthers = notInSessionOf('plan-segments');
    const targets = unique(routes.map((route) => route.target.account));
    super({
      statements: [
        new PolicyStatement({
          sid: 'Describe',
          actions: ['ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes'],
          resources: ['*'],
        }),
        // EC2 asks for the volume (or instance) and for the snapshot; only on the snapshot is there a tag to ask for.
        new PolicyStatement({
          sid: 'ReadVolumesInto',
          actions: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
          resources: [ec2Arn(account, region, 'volume'), ec2Arn(account, region, 'instance')],
        }),
        new PolicyStatement({
          sid: 'TakeTaggedSnapshots',
          actions: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
          resources: snapshots,
          conditions: { StringEquals: TAGGED_BY_CALL },
        }),
        new PolicyStatement({
          sid: 'TagNewSnapshots',
          actions: ['ec2:CreateTags'],
          resources: snapshots,
          conditions: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'CreateSnapshots'] } },
        }),
        new PolicyStatement({
          sid: 'KeepOwnSnapshots',
          actions: ['ec2:CreateTags', 'ec2:DeleteSnapshot'],
          resources: snapshots,
          conditions: { StringEquals: MADE_BY_US, ...inOthers },
        }),
        new PolicyStatement({
          sid: 'ShareWithTargets',
          actions: ['ec2:ModifySnapshotAttribute'],
          resources: snapshots,
          conditions: { StringEquals: { ...MADE_BY_US, 'ec2:Add/userId': targets }, ...inOthers },
        }),
        new PolicyStatement({
          sid: 'StopSharingWithTargets',
          actions: ['ec2:ModifySnapshotAttribute'],
          resources: snapshots,
          conditions: { StringEquals: { ...MADE_BY_US, 'ec2:Remove/userId': targets }, ...inOthers },
        }),
        // Clones of one capture share its snapshots each for themselves.
        new PolicyStatement({
          sid: 'SeeOwnShares',
          actions: ['ec2:DescribeSnapshotAttribute'],
          resources: snapshots,
          conditions: { StringEquals: MADE_BY_US },
        }),
        ...onAllowedSnapshots(member, 'SeeSharesOfOthers', ['ec2:DescribeSnapshotAttribute']),
        ...onAllowedSnapshots(member, 'ShareOthers', ['ec2:ModifySnapshotAttribute'], {
          StringEquals: { 'ec2:Add/userId': targets },
        }),
        ...onAllowedSnapshots(member, 'StopSharingOthers', ['ec2:ModifySnapshotAttribute'], {
          StringEquals: { 'ec2:Remove/userId': targets },
        }),
      ],
    });
  }
}
