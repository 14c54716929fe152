import type { Finding } from '../../../../kube/finding.ts';
import type { NodePool } from '../aks/aks-blueprint.ts';
import { clusterFinding } from '../cluster-finding.ts';
import type { Drafting } from '../drafting.ts';
import type { Mapper } from '../mapper.ts';

/**
 * Subnets of the nodes of a pool: what the route maps its subnet to, else those of the cluster. Of these a pool that is in some zones
 * takes those in the zones of the same place in their order, as the zones of volumes become each other.
 */
export function subnetsFor(
  cluster: string,
  at: string,
  { name, zones, subnetId }: NodePool,
  { create, candidates }: Drafting,
  mapper: Mapper,
): { subnets: string[]; findings: Finding[] } {
  if (subnetId && create.map[subnetId]) return { subnets: mapper.subnets([subnetId]), findings: [] };
  const ours = candidates.subnets.filter(({ id }) => create.subnetIds.includes(id));
  const all = [...new Set(ours.map(({ zone }) => zone))].toSorted();
  const wanted = zones.flatMap((zone) => all[Number(zone) - 1] ?? []);
  const subnets = ours.filter(({ zone }) => wanted.includes(zone)).map(({ id }) => id);
  // Where a subnet does not exist, a blocker says so.
  if (zones.length === 0 || ours.length === 0) return { subnets: create.subnetIds.toSorted(), findings: [] };
  if (wanted.length === zones.length) return { subnets: subnets.toSorted(), findings: [] };
  const sentence = `Nodes of ${name} are in zones ${zones.join(', ')} of Azure, and the subnets of the route are in ${all.length}: ${all.join(', ')}. They go where there are subnets.`;
  return {
    subnets: subnets.length > 0 ? subnets.toSorted() : create.subnetIds.toSorted(),
    findings: [clusterFinding('warning', cluster, `${at}.subnets`, sentence, { current: zones, proposed: all })],
  };
}
