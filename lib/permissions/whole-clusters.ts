import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { clusterArn, eksArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { clustersOf } from './cluster-entry.ts';

/** Clusters of routes that may make their target from their source. */
export const copiedClusters = (member: MemberPlace) => clustersOf(member, (route) => route.target.create !== undefined);

/**
 * Reads everything that EKS says of whole clusters, for a blueprint
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html).
 */
export function readWholeClusters(member: MemberPlace): PolicyStatement[] {
  const { account, region } = member;
  const clusters = copiedClusters(member);
  if (clusters.length === 0) return [];
  const parts = (kind: string) => clusters.map((cluster) => eksArn(account, region, `${kind}/${cluster}/*`));
  return [
    new PolicyStatement({
      sid: 'ListParts',
      actions: [
        'eks:ListNodegroups',
        'eks:ListFargateProfiles',
        'eks:ListAddons',
        'eks:ListAccessEntries',
        'eks:ListPodIdentityAssociations',
      ],
      resources: clusters.map((cluster) => clusterArn(account, region, cluster)),
    }),
    new PolicyStatement({
      sid: 'ReadPartsNodegroups',
      actions: ['eks:DescribeNodegroup'],
      resources: parts('nodegroup'),
    }),
    new PolicyStatement({
      sid: 'ReadPartsProfiles',
      actions: ['eks:DescribeFargateProfile'],
      resources: parts('fargateprofile'),
    }),
    new PolicyStatement({ sid: 'ReadPartsAddons', actions: ['eks:DescribeAddon'], resources: parts('addon') }),
    new PolicyStatement({
      sid: 'ReadPartsEntries',
      actions: ['eks:DescribeAccessEntry', 'eks:ListAssociatedAccessPolicies'],
      resources: parts('access-entry'),
    }),
    new PolicyStatement({
      sid: 'ReadPartsIdentities',
      actions: ['eks:DescribePodIdentityAssociation'],
      resources: parts('podidentityassociation'),
    }),
  ];
}
