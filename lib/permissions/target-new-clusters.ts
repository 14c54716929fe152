import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CLUSTER_STEP, TAG } from '../../core/clone/names.ts';
import { clusterArn, eksArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { MADE_BY_US, TAGGED_BY_CALL } from './conditions.ts';
import { copiedClusters, readWholeClusters } from './whole-clusters.ts';

/** Parts of clusters that EKS tags and deletes on their own. */
const PARTS = ['nodegroup', 'fargateprofile', 'addon', 'access-entry', 'podidentityassociation'];

/** Services whose roles EKS makes with the first cluster, node group or profile of an account. */
const SERVICES = ['eks', 'eks-nodegroup', 'eks-fargate'].map((name) => `${name}.amazonaws.com`);

/**
 * Makes the clusters that routes name under target.create, fills only those that kubeferry is making, hands over only
 * the roles that the routes name, and deletes only what carries our tag. Once a cluster is marked as whole, nothing can
 * be put into it any more.
 * Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 */
export class TargetNewClusters extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { account, region } = member;
    const names = copiedClusters(member);
    const clusters = names.map((name) => clusterArn(account, region, name));
    const parts = names.flatMap((name) => PARTS.map((kind) => eksArn(account, region, `${kind}/${name}/*`)));
    const inMaking = { ...MADE_BY_US, [`aws:ResourceTag/${TAG.step}`]: CLUSTER_STEP.inMaking };
    const of = (kind: string) => names.map((name) => eksArn(account, region, `${kind}/${name}/*`));
    super({
      statements: [
        ...readWholeClusters(member),
        new PolicyStatement({ sid: 'LookAtAddons', actions: ['eks:DescribeAddonVersions'], resources: ['*'] }),
        new PolicyStatement({
          sid: 'LookAtNetwork',
          actions: ['ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'MakeTaggedClusters',
          actions: ['eks:CreateCluster'],
          resources: clusters,
          conditions: { StringEquals: { ...TAGGED_BY_CALL, [`aws:RequestTag/${TAG.step}`]: CLUSTER_STEP.inMaking } },
        }),
        new PolicyStatement({
          sid: 'FillClustersInMaking',
          actions: [
            'eks:CreateNodegroup',
            'eks:CreateFargateProfile',
            'eks:CreateAddon',
            'eks:CreateAccessEntry',
            'eks:CreatePodIdentityAssociation',
          ],
          resources: clusters,
          conditions: { StringEquals: inMaking },
        }),
        new PolicyStatement({
          sid: 'GivePolicies',
          actions: ['eks:AssociateAccessPolicy'],
          resources: of('access-entry'),
          conditions: { StringEquals: MADE_BY_US },
        }),
        new PolicyStatement({
          sid: 'TagWhatIsMade',
          actions: ['eks:TagResource'],
          resources: parts,
          conditions: { StringEquals: TAGGED_BY_CALL },
        }),
        new PolicyStatement({
          sid: 'TagNewClusters',
          actions: ['eks:TagResource'],
          resources: clusters,
          conditions: {
            StringEquals: {
              ...TAGGED_BY_CALL,
              [`aws:RequestTag/${TAG.step}`]: [CLUSTER_STEP.inMaking, CLUSTER_STEP.whole],
            },
            // Not those of others, and not one that is whole already.
            StringEqualsIfExists: inMaking,
          },
        }),
        new PolicyStatement({
          sid: 'DeleteOwnClusters',
          actions: ['eks:DeleteCluster', 'eks:DeleteNodegroup', 'eks:DeleteFargateProfile'],
          resources: [...clusters, ...of('nodegroup'), ...of('fargateprofile')],
          conditions: { StringEquals: MADE_BY_US },
        }),
        ...handOver(member),
      ],
    });
  }
}

/** Roles go to EKS alone, and keys are used by it alone. */
function handOver({ routes }: MemberPlace): PolicyStatement[] {
  const named = routes.flatMap(({ target: { create } }) =>
    create ? [create.roleArn, create.nodeRoleArn, create.podExecutionRoleArn, ...Object.values(create.map)] : [],
  );
  const arns = unique(named.filter((value) => value !== undefined && value !== null));
  const roles = arns.filter((arn) => /^arn:[^:]+:iam::\d+:role\//.test(arn));
  const keys = arns.filter((arn) => /^arn:[^:]+:kms:/.test(arn));
  return [
    new PolicyStatement({
      sid: 'HandRolesToEks',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': ['eks.amazonaws.com', 'pods.eks.amazonaws.com'] } },
    }),
    // EKS looks at the roles of nodes in the name of its caller (https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policy-examples.html).
    new PolicyStatement({
      sid: 'LookAtRoles',
      actions: ['iam:GetRole', 'iam:ListAttachedRolePolicies'],
      resources: roles,
    }),
    new PolicyStatement({
      sid: 'MakeServiceRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['*'],
      conditions: { StringEquals: { 'iam:AWSServiceName': SERVICES } },
    }),
    ...(keys.length > 0
      ? [
          new PolicyStatement({
            sid: 'EncryptSecrets',
            actions: ['kms:CreateGrant', 'kms:DescribeKey'],
            resources: keys,
            conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'true' } },
          }),
        ]
      : []),
  ];
}
