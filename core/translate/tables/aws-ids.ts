import { type Path, path } from '../../../kube/fields.ts';

const ALB = 'alb.ingress.kubernetes.io/';
const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';

/**
 * Annotations of the AWS load balancer controller whose values name resources of one account and Region
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/).
 */
export const AWS_ID_ANNOTATIONS: readonly string[] = [
  ...[
    'certificate-arn',
    'subnets',
    'security-groups',
    'wafv2-acl-arn',
    'wafv2-acl-name',
    'waf-acl-id',
    'web-acl-id',
    'customer-owned-ipv4-pool',
    'ipam-ipv4-pool-id',
    'mutual-authentication',
    'auth-idp-cognito',
    'load-balancer-attributes',
    'frontend-nlb-subnets',
    'frontend-nlb-security-groups',
    'frontend-nlb-eip-allocations',
  ].map((name) => ALB + name),
  ...[
    'ssl-cert',
    'subnets',
    'security-groups',
    'extra-security-groups',
    'eip-allocations',
    'private-ipv4-addresses',
    'ipv6-addresses',
    'attributes',
  ].map((name) => NLB + name),
];

/** Those that keep strangers away from a public load balancer. */
export const GUARDS: readonly string[] = [
  ...[
    'security-groups',
    'wafv2-acl-arn',
    'wafv2-acl-name',
    'waf-acl-id',
    'web-acl-id',
    'mutual-authentication',
    'auth-idp-cognito',
    'frontend-nlb-security-groups',
  ].map((name) => ALB + name),
  `${NLB}security-groups`,
];

export const SCHEMES: readonly string[] = [`${ALB}scheme`, `${NLB}scheme`];

/** Actions and conditions carry JSON with target group ARNs. */
export const AWS_ID_ANNOTATION_PREFIXES: readonly string[] = [`${ALB}actions.`];

/** Addresses: nothing in them tells an account, but they are of a subnet of the source. */
export const ADDRESS_ANNOTATIONS: readonly string[] = [`${NLB}private-ipv4-addresses`, `${NLB}ipv6-addresses`];

/** Fields of custom resources that name AWS resources; such an object does harm with a wrong one. */
export const AWS_ID_FIELDS: Record<string, readonly Path[]> = {
  'elbv2.k8s.aws/TargetGroupBinding': [
    path('spec.targetGroupARN'),
    path('spec.vpcID'),
    path('spec.networking.ingress.*.from.*.securityGroup.groupID'),
  ],
  'elbv2.k8s.aws/IngressClassParams': [path('spec.certificateArn.*'), path('spec.subnets.ids.*')],
  'eks.amazonaws.com/IngressClassParams': [path('spec.certificateARNs.*'), path('spec.subnets.ids.*')],
  'vpcresources.k8s.aws/SecurityGroupPolicy': [path('spec.securityGroups.groupIds.*')],
};

/**
 * Fields without which a load balancer comes up all the same, by tags, names and defaults; with a `field` the
 * whole around it goes, which means nothing without it; `guards` keep strangers away
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/,
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/).
 */
export const REMOVABLE_FIELDS: Record<string, readonly { at: Path; field?: string; guards?: true }[]> = {
  'gateway.k8s.aws/LoadBalancerConfiguration': [
    { at: path('spec.securityGroups.*'), guards: true },
    { at: path('spec.wafV2'), field: 'webACL', guards: true },
    { at: path('spec.loadBalancerSubnets.*'), field: 'identifier' },
    { at: path('spec.loadBalancerSubnets.*.eipAllocation') },
    { at: path('spec.customerOwnedIpv4Pool') },
    { at: path('spec.ipv4IPAMPoolId') },
    { at: path('spec.listenerConfigurations.*.defaultCertificate') },
    { at: path('spec.listenerConfigurations.*.certificates.*') },
    { at: path('spec.listenerConfigurations.*.mutualAuthentication'), field: 'trustStore', guards: true },
  ],
  'elbv2.k8s.aws/IngressClassParams': [{ at: path('spec.wafv2AclArn'), guards: true }],
  'eks.amazonaws.com/IngressClassParams': [{ at: path('spec.wafv2AclArn'), guards: true }],
};

/** Where two clusters would act on the very same thing, so that even within one account it needs a counterpart. */
export const NEVER_SHARED: readonly string[] = ['elbv2.k8s.aws/TargetGroupBinding'];

/** An ARN, or an id of EC2, Cognito or S3 access points, anywhere in a text. */
export const AWS_ID =
  /arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[^\s,"'\\}\]]+|\b(?:subnet|sg|eipalloc|vpc|eni|ipv4pool-coip|ipam-pool|tgw|fs|fsap)-[0-9a-f]{8,17}\b/g;

/** A bucket name: nothing in it tells an account. */
export const LOG_BUCKET = `${NLB}access-log-s3-bucket-name`;
