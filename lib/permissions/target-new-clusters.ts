import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CLUSTER_STEP, TAG } from '../../core/base/run/names.ts';
import { clusterArn, eksArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { inSessionOf, MADE_BY_US, notInSessionOf, TAGGED_BY_CALL } from './conditions.ts';
import { copiedClusters, PARTS, readWholeClusters } from './whole-clusters.ts';

/**
 * Makes the clusters that routes name under target.create, fills only those that kubeferry is making, and deletes only
 * what carries our tag. Once a cluster is marked as ready, nothing can be put into it any more. EKS asks for TagResource
 * when something is made with tags and does not say that it is new: so a cluster is made, filled, completed and deleted by
 * different functions, none of which can tag what it may act on.
 * Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 */
export class TargetNewClusters extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { account, region } = member;
    const names = copiedClusters(member);
    const clusters = names.map((name) => clusterArn(account, region, name));
    const parts = names.flatMap((name) => PARTS.map((kind) => eksArn(account, region, `${kind}/${name}/*`)));
    const beingCreated = { ...MADE_BY_US, [`aws:ResourceTag/${TAG.step}`]: CLUSTER_STEP.beingCreated };
    const of = (kind: string) => names.map((name) => eksArn(account, region, `${kind}/${name}/*`));
    super({
      statements: [
        ...readWholeClusters(member),
        new PolicyStatement({
          // What AWS offers here, and what the account has to offer: names, and trust policies.
          sid: 'DescribeOptions',
          actions: [
            'eks:DescribeAddonVersions',
            'eks:DescribeAddonConfiguration',
            'iam:ListRoles',
            'ec2:DescribeSubnets',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeLaunchTemplates',
            'ec2:DescribeInstanceTypeOfferings',
            'kms:ListAliases',
          ],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'MakeTaggedClusters',
          actions: ['eks:CreateCluster'],
          resources: clusters,
          conditions: {
            StringEquals: { ...TAGGED_BY_CALL, [`aws:RequestTag/${TAG.step}`]: CLUSTER_STEP.beingCreated },
          },
        }),
        new PolicyStatement({
          sid: 'FillClustersBeingCreated',
          actions: [
            'eks:CreateNodegroup',
            'eks:CreateFargateProfile',
            'eks:CreateAddon',
            'eks:CreateAccessEntry',
            'eks:CreatePodIdentityAssociation',
          ],
          resources: clusters,
          conditions: { StringEquals: beingCreated, ...inSessionOf('fill-cluster') },
        }),
        new PolicyStatement({
          sid: 'GivePolicies',
          actions: ['eks:AssociateAccessPolicy'],
          resources: of('access-entry'),
          conditions: { StringEquals: MADE_BY_US, ...inSessionOf('complete-cluster') },
        }),
        new PolicyStatement({
          sid: 'TagWhatIsMade',
          actions: ['eks:TagResource'],
          resources: parts,
          conditions: { StringEquals: TAGGED_BY_CALL, ...inSessionOf('fill-cluster') },
        }),
        new PolicyStatement({
          sid: 'TagNewClusters',
          actions: ['eks:TagResource'],
          resources: clusters,
          conditions: {
            StringEquals: { ...TAGGED_BY_CALL, [`aws:RequestTag/${TAG.step}`]: CLUSTER_STEP.beingCreated },
            // Not one that is ready already.
            StringEqualsIfExists: beingCreated,
            ...inSessionOf('make-cluster'),
          },
        }),
        new PolicyStatement({
          sid: 'MarkClustersReady',
          actions: ['eks:TagResource'],
          resources: clusters,
          conditions: {
            StringEquals: { ...TAGGED_BY_CALL, [`aws:RequestTag/${TAG.step}`]: CLUSTER_STEP.ready, ...beingCreated },
            ...inSessionOf('complete-cluster'),
          },
        }),
        new PolicyStatement({
          sid: 'DeleteOwnClusters',
          actions: ['eks:DeleteCluster', 'eks:DeleteNodegroup', 'eks:DeleteFargateProfile'],
          resources: [...clusters, ...of('nodegroup'), ...of('fargateprofile')],
          conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('make-cluster', 'fill-cluster') },
        }),
      ],
    });
  }
}
