import type { Finding } from '../../../../kube/finding.ts';
import type { Blueprint } from '../blueprint.ts';
import { aksFinding } from './aks-finding.ts';

const told = (name: string, field: string, sentence: string) => aksFinding('warning', name, field, sentence);

/** What has no counterpart, each with the way out. */
export function leftOfEks(name: string, { cluster, fargateProfiles }: Blueprint): Finding[] {
  const { logging, autoMode, ipFamily } = cluster;
  return [
    ...(logging.length > 0
      ? [
          told(
            name,
            'cluster.logging',
            `Control plane logs of the source (${logging.join(', ')}) go to CloudWatch; those of the new cluster go nowhere until a diagnostic setting sends them to a workspace (az monitor diagnostic-settings create).`,
          ),
        ]
      : []),
    ...fargateProfiles.map((profile) =>
      told(
        name,
        `fargateProfiles.${profile.name}`,
        `Pods of Fargate profile ${profile.name} run on the nodes of the new cluster: virtual nodes of AKS are another product, and none is made. Give a node pool room for them.`,
      ),
    ),
    ...(autoMode
      ? [
          told(
            name,
            'cluster.autoMode',
            'The source makes its nodes by Auto Mode; the new cluster has the pools of this plan. Put node auto-provisioning on when it is ready (az aks update --node-provisioning-mode Auto), and give it node pools of its own.',
          ),
        ]
      : []),
    ...(ipFamily === 'ipv6'
      ? [
          told(
            name,
            'cluster.ipFamily',
            'The source has IPv6 alone; the new cluster has both families, and its Services are of IPv4 unless they say otherwise.',
          ),
        ]
      : []),
  ];
}

/** Names of tags that Azure does not take. */
export const leftTags = (name: string, left: string[], field = 'cluster.tags'): Finding[] =>
  left.length === 0
    ? []
    : [
        told(
          name,
          field,
          `Azure takes no tags ${left.join(', ')}: names have none of <>%&\\?/ and 512 characters, and do not begin with azure, microsoft or windows; values have 256, and a thing 50 tags.`,
        ),
      ];
