import type { Finding } from '../../../../kube/finding.ts';
import type { AksFactory } from '../../../base/ports/aks-factory.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';

/** What Azure offers where the cluster is to be, held against the blueprint. `zones` are those of a size; undefined when nobody could ask. */
export async function offerFindings(
  name: string,
  { cluster, nodePools }: AksBlueprint,
  target: Pick<AksFactory, 'versions' | 'offeredSizes'>,
): Promise<{ findings: Finding[]; zones: (vmSize: string) => string[] | undefined }> {
  const { location, version, supportPlan } = cluster;
  const sizes = [...new Set(nodePools.map(({ vmSize }) => vmSize))].toSorted();
  const [versions, offers] = await Promise.all([
    target.versions(location, supportPlan),
    target.offeredSizes(location, sizes),
  ]);
  const offerOf = (vmSize: string) => offers?.find(({ size }) => size.toLowerCase() === vmSize.toLowerCase());
  return {
    findings: [
      ...versionFindings(name, location, version, versions),
      ...sizeFindings(name, location, nodePools, offers && offerOf),
    ],
    zones: (vmSize) => offerOf(vmSize)?.zones,
  };
}

const UNASKED =
  'and the identity of the target may not ask Azure (docs/aks.md): Azure says so when the cluster is made';

function versionFindings(name: string, location: string, version: string, offered: string[] | undefined): Finding[] {
  const field = 'cluster.version';
  if (!offered)
    return [
      aksFinding(
        'warning',
        name,
        field,
        `Nobody looked whether ${location} has Kubernetes ${version} for new clusters, ${UNASKED}.`,
      ),
    ];
  if (offered.includes(version)) return [];
  const sentence = `${location} has no Kubernetes ${version} for new clusters: choose one of ${offered.join(', ')} as the route's target.create.version.`;
  return [aksFinding('blocker', name, field, sentence, { current: version, proposed: offered })];
}

function sizeFindings(
  name: string,
  location: string,
  pools: AksBlueprint['nodePools'],
  offerOf: ((vmSize: string) => { zones: string[] } | undefined) | undefined,
): Finding[] {
  if (!offerOf)
    return [
      aksFinding(
        'warning',
        name,
        'nodePools',
        `Nobody looked whether ${location} has the machines of the node pools, ${UNASKED}.`,
      ),
    ];
  return pools.flatMap((pool) => {
    const field = `nodePools.${pool.name}.vmSize`;
    const offer = offerOf(pool.vmSize);
    if (!offer)
      return aksFinding(
        'blocker',
        name,
        field,
        `Pool ${pool.name} is of ${pool.vmSize}, which ${location} has not for this subscription: name another size in the route's target.create.map.`,
        { current: pool.vmSize },
      );
    const missing = pool.zones.filter((zone) => !offer.zones.includes(zone));
    return missing.length === 0
      ? []
      : aksFinding(
          'warning',
          name,
          `nodePools.${pool.name}.zones`,
          `${pool.vmSize} is not in zone ${missing.join(', ')} of ${location} for this subscription: pool ${pool.name} has no nodes there.`,
          { current: missing },
        );
  });
}
