import type { Finding } from '../../../kube/finding.ts';
import type { NewCluster } from '../../base/request/route.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

const AGENT = 'eks-pod-identity-agent';

/**
 * Associations work only with the agent on the nodes (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html);
 * Auto Mode has it built in. The add-on is added where it is missing; its version is chosen with those of the others.
 */
export function withPodIdentityAgent(
  cluster: string,
  blueprint: Blueprint,
  { serviceAccountRoles }: NewCluster,
): { blueprint: Blueprint; findings: Finding[] } {
  const { addons, podIdentities } = blueprint;
  const isNeeded =
    serviceAccountRoles === 'pod-identity' ||
    [{ podIdentities }, ...addons].some((each) => each.podIdentities.length > 0);
  if (!isNeeded || blueprint.cluster.autoMode || addons.some(({ name }) => name === AGENT))
    return { blueprint, findings: [] };
  const agent = { name: AGENT, version: '', podIdentities: [], tags: {} };
  const sentence = `The add-on ${AGENT} is added: without it no pod identity association works.`;
  return {
    blueprint: { ...blueprint, addons: [...addons, agent].toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
    findings: [clusterFinding('info', cluster, `addons.${AGENT}`, sentence)],
  };
}
