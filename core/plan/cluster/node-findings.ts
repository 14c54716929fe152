import type { Finding } from '../../../kube/finding.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

/** The last Kubernetes with images of Amazon Linux 2 (https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html). */
const LAST_OF_AL2 = 32;
const SUCCESSOR: Record<string, string> = {
  AL2_x86_64: 'AL2023_x86_64_STANDARD',
  AL2_x86_64_GPU: 'AL2023_x86_64_NVIDIA',
  AL2_ARM_64: 'AL2023_ARM_64_STANDARD',
};

/** What keeps the new cluster from having nodes: EKS would say so when the control plane is there, or never. */
export function nodeFindings(cluster: string, blueprint: Blueprint): Finding[] {
  return [...noNodes(cluster, blueprint), ...oldImages(cluster, blueprint)];
}

function noNodes(cluster: string, { cluster: { autoMode }, nodegroups, fargateProfiles }: Blueprint): Finding[] {
  if (autoMode || fargateProfiles.length > 0) return [];
  if (nodegroups.length > 0)
    return nodegroups.every(({ scaling }) => scaling.desiredSize === 0) ? [withoutNodes(cluster)] : [];
  const sentence =
    'The new cluster would have nothing to run pods on: the source has no managed node group, no Fargate profile and no Auto Mode, and nodes that join it otherwise stay with it. Give the source a managed node group, or make the target cluster by hand.';
  return [clusterFinding('blocker', cluster, 'nodegroups', sentence)];
}

const withoutNodes = (cluster: string) =>
  clusterFinding(
    'warning',
    cluster,
    'nodegroups',
    'All node groups of the source are at size 0, and those of the new cluster would be: add-ons whose pods find no node are waited for up to an hour, and then the run fails. Give a node group of the source some nodes first.',
  );

function oldImages(cluster: string, { cluster: { version }, nodegroups }: Blueprint): Finding[] {
  if (Number(version.split('.')[1]) <= LAST_OF_AL2) return [];
  return nodegroups.flatMap(({ name, amiType = '' }) => {
    const successor = SUCCESSOR[amiType];
    if (!successor) return [];
    const sentence = `Nodes of group ${name} are of ${amiType}, which EKS has up to Kubernetes 1.${LAST_OF_AL2} only, and the new cluster is of ${version}. Name the image that takes its place in the route's target.create.map["${amiType}"], such as "${successor}", or choose 1.${LAST_OF_AL2} as target.create.version.`;
    return clusterFinding('blocker', cluster, `nodegroups.${name}.amiType`, sentence, {
      current: amiType,
      proposed: successor,
    });
  });
}

/** Labels of nodes that are copied in some way: with a node group or agent pool, a node pool, Fargate, Auto Mode or as hybrid nodes, which have a word of their own. */
const KNOWN_NODES = [
  'eks.amazonaws.com/nodegroup',
  'karpenter.sh/nodepool',
  'eks.amazonaws.com/compute-type',
  'kubernetes.azure.com/agentpool',
  'agentpool',
];

/** Nodes of the source that somebody runs by hand, such as those of an Auto Scaling group: EKS does not know of them. */
export function selfManagedNodes(cluster: string, nodeLabels: Record<string, string>[]): Finding[] {
  const names = nodeLabels
    .filter((labels) => !KNOWN_NODES.some((label) => label in labels))
    .map((labels) => labels['kubernetes.io/hostname'] ?? 'one without a name');
  if (names.length === 0) return [];
  const sentence = `${names.length} of the source's nodes are of no node group, node pool or Fargate profile (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}): they are not copied, and what runs on them alone has no place in the new cluster.`;
  return [clusterFinding('warning', cluster, 'nodes', sentence)];
}
