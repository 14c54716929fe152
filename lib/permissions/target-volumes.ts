import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { TAG } from '../../core/base/run/names.ts';
import { ec2Arn, snapshotArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { onAllowedSnapshots } from './allowed-snapshots.ts';
import { MADE_BY_US, notInSessionOf, TAGGED_BY_CALL } from './conditions.ts';

/**
 * Copies snapshots in, makes volumes of them, and deletes only what carries our tag. Within one account and Region it makes
 * volumes also of snapshots of others that a route allows (`source.allowSnapshots`).
 * A snapshot that does not exist yet is `snapshot/*` to IAM, one that exists `snapshot/snap-…`: so the source of a
 * copy needs a statement of its own
 * (https://docs.aws.amazon.com/ebs/latest/userguide/security_iam_id-based-policy-examples.html#iam-copy-snapshot).
 */
export class TargetVolumes extends PolicyDocument {
  constructor({ account, region, routes }: MemberPlace) {
    const here = routes.filter(({ source }) => source.account === account && source.region === region);
    const snapshots = [snapshotArn(region)];
    const volumes = [ec2Arn(account, region, 'volume')];
    super({
      statements: [
        new PolicyStatement({
          sid: 'Describe',
          actions: [
            'ec2:DescribeAvailabilityZones',
            'ec2:DescribeSnapshots',
            'ec2:DescribeSubnets',
            'ec2:DescribeVolumes',
          ],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'CopyFromSharedSnapshots',
          actions: ['ec2:CopySnapshot'],
          resources: unique(routes.map((route) => snapshotArn(route.source.region, 'snap-*'))),
        }),
        new PolicyStatement({
          sid: 'CopyIntoTaggedSnapshots',
          actions: ['ec2:CopySnapshot'],
          resources: snapshots,
          conditions: { StringEquals: TAGGED_BY_CALL },
        }),
        new PolicyStatement({
          sid: 'MakeTaggedVolumes',
          actions: ['ec2:CreateVolume'],
          resources: volumes,
          conditions: { StringEquals: TAGGED_BY_CALL },
        }),
        new PolicyStatement({
          sid: 'OfOwnSnapshots',
          actions: ['ec2:CreateVolume'],
          resources: snapshots,
          conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('plan-segments') },
        }),
        ...onAllowedSnapshots({ region, routes: here }, 'OfOtherSnapshots', ['ec2:CreateVolume']),
        new PolicyStatement({
          sid: 'TagWhatIsMade',
          actions: ['ec2:CreateTags'],
          resources: [...snapshots, ...volumes],
          conditions: { StringEquals: { 'ec2:CreateAction': ['CopySnapshot', 'CreateVolume'] } },
        }),
        new PolicyStatement({
          sid: 'KeepOwnForNextClone',
          actions: ['ec2:CreateTags'],
          resources: snapshots,
          conditions: {
            StringEquals: MADE_BY_US,
            'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.lineage] },
            ...notInSessionOf('plan-segments'),
          },
        }),
        new PolicyStatement({
          sid: 'DeleteOwn',
          actions: ['ec2:DeleteSnapshot', 'ec2:DeleteVolume'],
          resources: [...snapshots, ...volumes],
          conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('plan-segments') },
        }),
      ],
    });
  }
}
