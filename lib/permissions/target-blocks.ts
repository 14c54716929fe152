import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { TAG } from '../../core/base/run/names.ts';
import { snapshotArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { inSessionOf, keptFor, MADE_BY_US, notInSessionOf, TAGGED_BY_CALL } from './conditions.ts';

const { lineage: _, ...OF_STARTED } = TAG;

/** An asterisk is one for StringLike alone. */
function goneOnFrom(routes: MemberPlace['routes']) {
  const [kept, sessions] = [keptFor(routes), inSessionOf('plan-segments')];
  return Object.values(kept).flat().includes('*')
    ? { StringEquals: MADE_BY_US, StringLike: { ...kept, ...sessions.StringLike } }
    : { StringEquals: { ...MADE_BY_US, ...kept }, ...sessions };
}

/** Fills snapshots that it started itself (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-permissions.html). */
export class TargetBlocks extends PolicyDocument {
  constructor({ region, routes }: MemberPlace) {
    const resources = [snapshotArn(region)];
    super({
      statements: [
        new PolicyStatement({
          sid: 'StartTaggedSnapshots',
          actions: ['ebs:StartSnapshot'],
          resources,
          conditions: { StringEquals: TAGGED_BY_CALL, ...inSessionOf('plan-segments') },
        }),
        // A parent is there already: one that another function has marked as kept, which this one cannot.
        new PolicyStatement({
          sid: 'GoOnFromOwnSnapshots',
          actions: ['ebs:StartSnapshot'],
          resources,
          conditions: goneOnFrom(routes),
        }),
        // AWS documents no ec2:CreateAction for StartSnapshot, so the tags themselves are what it is bound to, and the function.
        new PolicyStatement({
          sid: 'TagStartedSnapshots',
          actions: ['ec2:CreateTags'],
          resources,
          conditions: {
            StringEquals: TAGGED_BY_CALL,
            'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(OF_STARTED) },
            ...inSessionOf('plan-segments'),
          },
        }),
        new PolicyStatement({
          sid: 'FillOwnSnapshots',
          // Listing tells whether an earlier attempt has sealed it already.
          actions: ['ebs:PutSnapshotBlock', 'ebs:CompleteSnapshot', 'ebs:ListSnapshotBlocks'],
          resources,
          conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('plan-segments') },
        }),
        new PolicyStatement({
          sid: 'ReadBackOwnSnapshots',
          // To compare them with those of the source, where a route or a request asks for that proof.
          actions: ['ebs:GetSnapshotBlock'],
          resources,
          conditions: { StringEquals: MADE_BY_US, ...inSessionOf('prove-segment') },
        }),
      ],
    });
  }
}
