import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { HANDING_GROUP } from '../../core/base/access/cluster-rights.ts';
import { isEks } from '../../core/base/request/is-eks.ts';
import { accessEntryArn, clusterArn, partitionOf, roleArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';
import { notInSessionOf } from './conditions.ts';

const accessPolicyArn = (region: string, name: string) =>
  `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/${name}`;

/** The clusters of EKS in this place, or of those of its routes that are asked for. */
export const clustersOf = ({ side, routes }: MemberPlace, wanted = (_: MemberPlace['routes'][number]) => true) =>
  unique(routes.filter((route) => isEks(route, side) && wanted(route)).map((route) => route[side].cluster));

/** The source clusters of a place whose volumes a route may hand over. */
const handingClusters = (member: MemberPlace) =>
  member.side === 'source' ? clustersOf(member, ({ handOver }) => handOver === true) : [];

const without = (all: string[], some: string[]) => all.filter((each) => !some.includes(each));

/**
 * How the entries of a role are named: those in its clusters, or, where a role has no room for so many names, those in any. There
 * are none in others, since it makes entries in its clusters alone; nobody else's are meant either way.
 */
export type Entries = 'named' | 'any';

/** Entries of the role in some of its clusters; those of a part of them are always named. */
function entriesIn(member: MemberPlace, clusters: readonly string[], entries: Entries): string[] {
  const { account, region, roleName } = member;
  const named = entries === 'any' && clusters.length === clustersOf(member).length ? ['*'] : clusters;
  return named.map((cluster) => accessEntryArn(account, region, cluster, roleName));
}

/**
 * Reads the clusters, and makes and removes the role's own access entry in them; nobody else's.
 * Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 */
export function ownEntry(member: MemberPlace, entries: Entries): PolicyStatement[] {
  const { account, region } = member;
  const clusters = clustersOf(member);
  const handing = handingClusters(member);
  return [
    new PolicyStatement({ sid: 'ListClusters', actions: ['eks:ListClusters'], resources: ['*'] }),
    new PolicyStatement({
      sid: 'ReadClusters',
      actions: ['eks:DescribeCluster'],
      resources: clusters.map((cluster) => clusterArn(account, region, cluster)),
    }),
    ...makeEntry('MakeOwnEntry', member, without(clusters, handing), { Null: { 'eks:kubernetesGroups': 'true' } }),
    ...makeEntry('MakeOwnEntryToHandOver', member, handing, {
      'ForAllValues:StringEquals': { 'eks:kubernetesGroups': [HANDING_GROUP] },
    }),
    new PolicyStatement({
      sid: 'KeepOwnEntry',
      actions: ['eks:DeleteAccessEntry', 'eks:ListAssociatedAccessPolicies'],
      resources: entriesIn(member, clusters, entries),
    }),
    new PolicyStatement({
      sid: 'KeepOwnEntryTagged',
      actions: ['eks:TagResource'],
      resources: entriesIn(member, clusters, entries),
      // It gives policies to entries by their tag.
      conditions: notInSessionOf('complete-cluster'),
    }),
  ];
}

/** Gives and takes back one access policy on the role's own entry; only for namespaces when `scope` says so. */
export function usePolicy(
  sid: string,
  member: MemberPlace,
  use: { clusters: string[]; entries: Entries; policy: string; scope?: 'namespace' },
): PolicyStatement[] {
  if (use.clusters.length === 0) return [];
  const resources = entriesIn(member, use.clusters, use.entries);
  const policy = { 'eks:policyArn': accessPolicyArn(member.region, use.policy) };
  return [
    new PolicyStatement({
      sid: `Take${sid}`,
      actions: ['eks:AssociateAccessPolicy'],
      resources,
      conditions: { ArnEquals: policy, ...(use.scope ? { StringEquals: { 'eks:accessScope': use.scope } } : {}) },
    }),
    new PolicyStatement({
      sid: `GiveUp${sid}`,
      actions: ['eks:DisassociateAccessPolicy'],
      resources,
      conditions: { ArnEquals: policy },
    }),
  ];
}

/** For the role itself; of groups of RBAC, only those that `conditions` let it be in. */
function makeEntry(sid: string, member: MemberPlace, clusters: string[], conditions: object): PolicyStatement[] {
  const { account, region, roleName } = member;
  if (clusters.length === 0) return [];
  return [
    new PolicyStatement({
      sid,
      actions: ['eks:CreateAccessEntry'],
      resources: clusters.map((cluster) => clusterArn(account, region, cluster)),
      conditions: { ArnEquals: { 'eks:principalArn': roleArn(account, region, roleName) }, ...conditions },
    }),
  ];
}
