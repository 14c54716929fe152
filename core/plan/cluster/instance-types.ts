import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

/** Instance types that the target's Region does not offer: a node group of such alone would never get a node. */
export async function instanceTypeFindings(
  cluster: string,
  { nodegroups }: Blueprint,
  { offeredTypes }: Pick<ClusterFactory, 'offeredTypes'>,
): Promise<Finding[]> {
  const wanted = [...new Set(nodegroups.flatMap(({ instanceTypes }) => instanceTypes))].toSorted();
  if (wanted.length === 0) return [];
  const offered = await offeredTypes(wanted);
  return nodegroups.flatMap(({ name, instanceTypes }) => {
    const missing = instanceTypes.filter((type) => !offered.includes(type));
    // EKS takes what there is of several types.
    const severity = missing.length === instanceTypes.length ? 'blocker' : 'warning';
    return missing.map((type) => {
      const field = `nodegroups.${name}.instanceTypes`;
      const sentence = `${field} of the new cluster has ${type}, which the target's Region does not offer: name another type in the route's target.create.map["${type}"].`;
      return clusterFinding(severity, cluster, field, sentence, { current: type });
    });
  });
}
