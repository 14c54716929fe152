import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { isKeyArn, isRoleArn, namedArns } from '../../core/base/request/named-arns.ts';
import { newEksCluster } from '../../core/base/request/route.ts';
import { partitionOf } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { inSessionOf, MADE_BY_US, notInSessionOf, TAGGED_BY_CALL } from './conditions.ts';
import { issuersOf } from './whole-clusters.ts';

/** Services whose roles EKS makes with the first cluster, node group or profile of an account. */
const SERVICES = ['eks', 'eks-nodegroup', 'eks-fargate'].map((name) => `${name}.amazonaws.com`);

/** What new clusters need of IAM, KMS and EC2: only the roles, keys and launch templates that the routes name. */
export class TargetClusterParts extends PolicyDocument {
  constructor(member: MemberPlace) {
    super({ statements: [...handOver(member), ...oidcProviders(member), ...launchTemplates(member)] });
  }
}

const namedArnsOf = (route: MemberPlace['routes'][number]) => {
  const create = newEksCluster(route);
  return create ? namedArns(create) : [];
};

/** Roles go to EKS alone, and keys are used by it alone. */
function handOver({ account, routes }: MemberPlace): PolicyStatement[] {
  const arns = unique(routes.flatMap((route) => namedArnsOf(route)));
  // IAM hands over roles of its own account only; those of others are for access entries.
  const roles = arns.filter((arn) => isRoleArn(arn) && arn.split(':')[4] === account);
  const keys = arns.filter(isKeyArn);
  return [
    new PolicyStatement({
      sid: 'PassRolesToEks',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': ['eks.amazonaws.com', 'pods.eks.amazonaws.com'] } },
    }),
    // The plan looks at who may take them, and EKS at those of nodes in the name of its caller (https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policy-examples.html).
    new PolicyStatement({
      sid: 'GetRoles',
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

/**
 * For node groups with a launch template EKS tries in the name of its caller whether it may launch instances by it, and
 * refuses with "not authorized to launch instances with this launch template": only by the templates that routes name
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-launch-templates.html).
 */
function launchTemplates({ account, region, routes }: MemberPlace): PolicyStatement[] {
  const values = routes.flatMap((route) => Object.values(newEksCluster(route)?.map ?? {}));
  const ids = unique(values.filter((value) => value?.startsWith('lt-')));
  if (ids.length === 0) return [];
  const arn = (resource: string) => `arn:${partitionOf(region)}:ec2:${region}:${account}:${resource}`;
  const templates = ids.map((id) => arn(`launch-template/${id}`));
  const made = ['instance/*', 'volume/*', 'network-interface/*'].map(arn);
  return [
    new PolicyStatement({
      sid: 'LaunchByTemplates',
      actions: ['ec2:RunInstances'],
      // The instance with all that belongs to it: the condition holds for each of them.
      resources: [arn('*'), `arn:${partitionOf(region)}:ec2:${region}::image/*`],
      conditions: { ArnEquals: { 'ec2:LaunchTemplate': templates } },
    }),
    new PolicyStatement({
      sid: 'TagWhatIsLaunched',
      actions: ['ec2:CreateTags'],
      resources: made,
      conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
    }),
  ];
}

/**
 * Where a route chooses IRSA: a provider for an issuer of EKS in this Region, tagged when it is made, and deleted only with
 * our tag. Which roles trust it is not ours to say: no right to change a trust policy is given.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
function oidcProviders(member: MemberPlace): PolicyStatement[] {
  if (!member.routes.some((route) => newEksCluster(route)?.serviceAccountRoles === 'oidc-provider')) return [];
  const resources = [issuersOf(member)];
  return [
    new PolicyStatement({
      sid: 'MakeTaggedProviders',
      actions: ['iam:CreateOpenIDConnectProvider', 'iam:TagOpenIDConnectProvider'],
      resources,
      conditions: { StringEquals: TAGGED_BY_CALL, ...inSessionOf('fill-cluster') },
    }),
    new PolicyStatement({
      sid: 'DeleteOwnProviders',
      actions: ['iam:DeleteOpenIDConnectProvider'],
      resources,
      conditions: { StringEquals: MADE_BY_US, ...notInSessionOf('fill-cluster') },
    }),
  ];
}
