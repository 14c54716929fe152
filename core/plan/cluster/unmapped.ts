import type { Finding } from '../../../kube/finding.ts';
import type { Candidates, RoleTrust } from '../../base/ports/cluster-factory.ts';
import { clusterFinding } from './cluster-finding.ts';
import type { Unmapped } from './mapper.ts';
import { groupText, rolesFor, subnetText } from './offers.ts';
import { overlap } from './ranges.ts';

const WHAT: Record<Unmapped['kind'], string> = {
  role: 'a role that the route does not name',
  principal: 'a principal of the source account',
  key: 'a key that the route does not name',
  subnet: 'a subnet of the source',
  'security-group': 'a security group of the source',
  'launch-template': 'a launch template of the source, and with it an AMI of its Region',
  other: 'something of the source account or Region',
};

/** What the target has to offer in place of something of the source. */
export interface Offers extends Candidates {
  roles: RoleTrust[];
  launchTemplates: { id: string; name: string }[];
  keys: { arn: string; alias: string }[];
}

/** A blocker for each thing that the route does not map, with what the target has to offer. */
export function unmappedFindings(cluster: string, unmapped: Unmapped[], offers: Offers): Finding[] {
  return unmapped.map((thing) => {
    const { field, current, kind } = thing;
    const offered = offersFor(thing, offers);
    const choice = offered.length > 0 ? ` The target has ${offered.join(', ')}.` : '';
    const sentence = `${field} of the new cluster is ${WHAT[kind]} (${current}): name its counterpart in the route's target.create.map["${current}"], or null to leave it out.${choice}`;
    return clusterFinding('blocker', cluster, field, sentence, {
      current,
      ...(offered.length > 0 ? { proposed: offered } : {}),
    });
  });
}

/** Subnets and security groups that the route names and the target does not have, or that do not belong together. */
export function networkFindings(
  cluster: string,
  wanted: { subnetIds: string[]; securityGroupIds: string[] },
  { subnets, securityGroups }: Candidates,
): Finding[] {
  const findings: Finding[] = [];
  const missing = (field: string, what: string, id: string, offered: string[]) =>
    findings.push(
      clusterFinding(
        'blocker',
        cluster,
        field,
        `The target account has no ${what} ${id}, which the route's target.create names. It has ${offered.join(', ') || 'none'}.`,
        { current: id, proposed: offered },
      ),
    );
  const known = subnets.filter(({ id }) => wanted.subnetIds.includes(id));
  for (const id of wanted.subnetIds.filter((each) => !known.some((subnet) => subnet.id === each)))
    missing('cluster.subnetIds', 'subnet', id, subnets.map(subnetText));
  for (const id of wanted.securityGroupIds.filter((each) => !securityGroups.some((group) => group.id === each)))
    missing('cluster.securityGroupIds', 'security group', id, securityGroups.map(groupText));
  const zones = new Set(known.map(({ zone }) => zone));
  const vpcs = new Set(known.map(({ vpc }) => vpc));
  // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
  if (findings.length === 0 && (zones.size < 2 || vpcs.size > 1)) {
    const sentence = `The subnets of the new cluster have to be in two zones of one VPC; these are in ${[...zones].join(', ')} of ${[...vpcs].join(', ')}. The target has ${subnets.map(subnetText).join(', ')}.`;
    findings.push(
      clusterFinding('blocker', cluster, 'cluster.subnetIds', sentence, { proposed: subnets.map(subnetText) }),
    );
  }
  return findings;
}

/** Addresses of services that the target's network has already: EKS refuses such a cluster (https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html). */
export function rangeFindings(
  cluster: string,
  { subnetIds, serviceIpv4Cidr: range }: { subnetIds: string[]; serviceIpv4Cidr?: string | undefined },
  { subnets }: Candidates,
): Finding[] {
  const taken = subnets.find(({ id, cidr }) => range && cidr && subnetIds.includes(id) && overlap(range, cidr));
  if (!range || !taken) return [];
  const sentence = `Services of the new cluster would have addresses of ${range}, as those of the source do, and subnet ${subnetText(taken)} has ${taken.cidr}: name a range that the target's network does not use in the route's target.create.map["${range}"], within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`;
  return [clusterFinding('blocker', cluster, 'cluster.serviceIpv4Cidr', sentence, { current: range })];
}

function offersFor({ current, kind, taker }: Unmapped, offers: Offers): string[] {
  const { subnets, securityGroups, roles, launchTemplates, keys } = offers;
  if (kind === 'role' || kind === 'principal') return rolesFor(current, roles, taker);
  if (kind === 'subnet' || current.startsWith('subnet-')) return subnets.map(subnetText);
  if (kind === 'security-group' || current.startsWith('sg-')) return securityGroups.map(groupText);
  if (kind === 'launch-template') return launchTemplates.map(({ id, name }) => `${id} (${name})`);
  if (kind === 'key') return keys.map(({ arn, alias }) => `${arn} (${alias})`);
  return [];
}
