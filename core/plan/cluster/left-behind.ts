import type { Finding } from '../../../kube/finding.ts';
import type { Json } from '../../../kube/kube-object.ts';
import type { ClusterDescription, Described } from '../../base/ports/cluster-factory.ts';
import { clusterFinding } from './cluster-finding.ts';
import * as fields from './described-fields.data.ts';
import { leftFields } from './left-fields.ts';

/** What is not carried over for a reason of its own, by its last name. */
const SENTENCES: Record<string, string> = {
  remoteNetworkConfig:
    'Hybrid nodes stay with the source: they are machines of yours, joined to one cluster, in networks that the new VPC may not reach. The new cluster has none; join other machines to it by hand, and place what runs on them.',
  outpostConfig:
    'The control plane of the source runs on an Outpost, which is one of its account. That of the new cluster runs in the Region.',
  remoteAccess:
    'Nodes of the new group take no SSH: the key pair is one of the source account and Region. Use Session Manager, or a launch template that names a key pair of the target.',
  marketplaceInformation:
    'The add-on is one of the AWS Marketplace: the target account has to subscribe to it first, or EKS refuses to make it.',
};

/** What the source has and a new cluster does not get, each with its value. */
export function leftBehind(name: string, { cluster, ...parts }: ClusterDescription): Finding[] {
  const left = [
    ...leftFields(cluster, fields.CLUSTER, 'cluster'),
    ...parts.nodegroups.flatMap((each) => leftFields(each, fields.NODEGROUP, `nodegroups.${each.nodegroupName}`)),
    ...parts.fargateProfiles.flatMap((each) =>
      leftFields(each, fields.FARGATE_PROFILE, `fargateProfiles.${each.fargateProfileName}`),
    ),
    ...parts.addons.flatMap((each) => leftFields(each, fields.ADDON, `addons.${each.addonName}`)),
    ...parts.accessEntries.flatMap(({ entry, policies }) => [
      ...leftFields(entry, fields.ACCESS_ENTRY, `accessEntries.${entry.principalArn}`),
      ...leftFields(policies, fields.ACCESS_POLICY, `accessEntries.${entry.principalArn}.policies`),
    ]),
    ...parts.podIdentities.flatMap((each) =>
      leftFields(
        each,
        each.ownerArn ? fields.ADDON_POD_IDENTITY : fields.POD_IDENTITY,
        `podIdentities.${each.namespace}/${each.serviceAccount}`,
      ),
    ),
  ].map(({ path, value }) =>
    clusterFinding('warning', name, path, SENTENCES[path.slice(path.lastIndexOf('.') + 1)] ?? isLeft(path), {
      current: JSON.parse(JSON.stringify(value)) as Json,
    }),
  );
  return [...left, ...protection(name, cluster), ...siblings(name, parts), ...olderNodes(name, cluster, parts)];
}

const isLeft = (path: string) =>
  `The source cluster has ${path}, which kubeferry does not carry over: the new cluster gets EKS's default. Set it there by hand if it matters.`;

const protection = (name: string, { deletionProtection }: Described): Finding[] =>
  deletionProtection
    ? [
        clusterFinding(
          'info',
          name,
          'cluster.deletionProtection',
          'The new cluster has no deletion protection, so that its run can be undone. Turn it on when you are content with it.',
        ),
      ]
    : [];

/** Things of a cluster that are no part of a blueprint. */
const siblings = (name: string, { identityProviders, capabilities }: Partial<ClusterDescription>): Finding[] => [
  ...(identityProviders ?? []).map((provider) =>
    clusterFinding(
      'warning',
      name,
      `identityProviders.${provider}`,
      `People enter the source by the OpenID Connect identity provider "${provider}", which is not copied: the new cluster takes IAM principals alone. Associate it there by hand if they are to use it (aws eks associate-identity-provider-config).`,
      { current: provider },
    ),
  ),
  ...(capabilities ?? []).map((capability) =>
    clusterFinding(
      'warning',
      name,
      `capabilities.${capability}`,
      `The source has the EKS capability "${capability}", which is not copied: in two clusters its controllers would manage the same things. Create it in the new cluster by hand if it is to have one of its own.`,
      { current: capability },
    ),
  ),
];

const olderNodes = (name: string, { version }: Described, { nodegroups }: Pick<ClusterDescription, 'nodegroups'>) =>
  nodegroups
    .filter((group) => group.version && group.version !== version)
    .map((group) =>
      clusterFinding(
        'info',
        name,
        `nodegroups.${group.nodegroupName}.version`,
        `Nodes of group ${group.nodegroupName} are of Kubernetes ${group.version} at the source, whose control plane is of ${version}; new ones are of the new cluster's version.`,
        { current: group.version as Json },
      ),
    );
