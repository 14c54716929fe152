import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { clusterArn, eksArn, partitionOf } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { clustersOf } from './cluster-entry.ts';

/** Parts of clusters that EKS describes, tags and deletes on their own. */
export const PARTS = ['nodegroup', 'fargateprofile', 'addon', 'access-entry', 'podidentityassociation'];

/** Clusters of routes that may make their target from their source. */
export const copiedClusters = (member: MemberPlace) => clustersOf(member, (route) => route.target.create !== undefined);

/** OpenID Connect providers of clusters: EKS ends the issuer with an id that it makes. */
export const issuersOf = ({ account, region }: MemberPlace) =>
  `arn:${partitionOf(region)}:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/id/*`;

/**
 * Reads everything that EKS says of whole clusters, for a blueprint
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html).
 */
export function readWholeClusters(member: MemberPlace): PolicyStatement[] {
  const { account, region } = member;
  const clusters = copiedClusters(member);
  if (clusters.length === 0) return [];
  const parts = PARTS.flatMap((kind) => clusters.map((cluster) => eksArn(account, region, `${kind}/${cluster}/*`)));
  return [
    new PolicyStatement({
      sid: 'ListParts',
      actions: [
        'eks:ListNodegroups',
        'eks:ListFargateProfiles',
        'eks:ListAddons',
        'eks:ListAccessEntries',
        'eks:ListPodIdentityAssociations',
        'eks:ListIdentityProviderConfigs',
        'eks:ListCapabilities',
      ],
      resources: clusters.map((cluster) => clusterArn(account, region, cluster)),
    }),
    // Each action knows one kind of resource, so that one statement says the same as one for each.
    new PolicyStatement({
      sid: 'ReadParts',
      actions: [
        'eks:DescribeNodegroup',
        'eks:DescribeFargateProfile',
        'eks:DescribeAddon',
        'eks:DescribeAccessEntry',
        'eks:ListAssociatedAccessPolicies',
        'eks:DescribePodIdentityAssociation',
        'iam:GetOpenIDConnectProvider',
      ],
      resources: [...parts, issuersOf(member)],
    }),
  ];
}
