import type { Finding } from '../../../../kube/finding.ts';
import { KubeferryError } from '../../../base/errors.ts';
import type { AksDescription } from '../../../base/ports/aks-description.ts';
import type { AksFactory } from '../../../base/ports/aks-factory.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { AksTargetMember, Route } from '../../../base/request/route.ts';
import type { ClusterReader, SourceDescription } from '../drafting.ts';
import { leftBehind } from '../left-behind.ts';
import { readBlueprint } from '../read-blueprint.ts';
import { kindsOfSource } from '../within-azure/kinds-of-source.ts';
import { mapWithinAzure } from '../within-azure/map-within-azure.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';
import { type AksClusterPlan, sealAksPlan } from './aks-plan.ts';
import type { AksTargetPlace } from './aks-target-place.ts';
import { identityFindings } from './identity-findings.ts';
import { mapToAks } from './map-to-aks.ts';
import { offerFindings } from './offer-findings.ts';
import { readAksBlueprint } from './read-aks-blueprint.ts';

export interface PlannedAks {
  plan: AksClusterPlan;
  findings: Finding[];
}

/**
 * Reads the blueprint of the source and turns it into that of a cluster of AKS: by the tables and as the route maps, with what Azure
 * offers where the cluster is to be. What cannot be carried over is told, as a blocker where the cluster could not be made.
 */
export async function planAks(
  route: Pick<Route, 'name' | 'source'> & { target: AksTargetMember },
  create: NewAksCluster,
  source: ClusterReader,
  target: Pick<AksFactory, 'versions' | 'offeredSizes' | 'credentialsOf'>,
  namespaces: Record<string, string> = {},
): Promise<PlannedAks> {
  const { cluster: name, location, nodeResourceGroup } = route.target;
  const description = await source.read(route.source.cluster);
  if (!description)
    throw new KubeferryError(
      'NotFound',
      `Cluster "${name}" of route "${route.name}" cannot be made: its source "${route.source.cluster}" does not exist. Correct kubeferry.config.ts and deploy again.`,
    );
  const mapped = draftOf(
    description,
    { name, location, create, namespaces },
    tenantOf(route.source),
    route.target.tenant,
  );
  const [offered, identities] = await Promise.all([
    offerFindings(name, mapped.blueprint, target),
    identityFindings(name, mapped.blueprint, create, target),
  ]);
  return {
    plan: sealAksPlan(name, nodeResourceGroup, withOfferedZones(mapped.blueprint, offered.zones)),
    findings: [...mapped.findings, ...offered.findings, ...identities],
  };
}

function draftOf(
  description: SourceDescription,
  place: AksTargetPlace,
  source: string,
  target: string,
): { blueprint: AksBlueprint; findings: Finding[] } {
  if (isOfAks(description)) {
    const read = readAksBlueprint(place.name, description);
    const mapped = mapWithinAzure(read.blueprint, place, { source, target });
    const kinds = kindsOfSource(place.name, description.cluster);
    return { ...mapped, findings: [...read.findings, ...kinds, ...mapped.findings] };
  }
  const mapped = mapToAks(readBlueprint(place.name, description).blueprint, place);
  return {
    ...mapped,
    findings: [...mapped.findings, ...beyondBoth(place.name, leftBehind(place.name, description))],
  };
}

/** Of a source that is none of AKS nobody asks it. */
const tenantOf = (source: Route['source']) => (source.kind === 'aks' ? source.tenant : '');

const isOfAks = (description: SourceDescription): description is AksDescription =>
  'federatedCredentials' in description;

/** A pool is in the zones in which its machines are. */
const withOfferedZones = (blueprint: AksBlueprint, zones: (vmSize: string) => string[] | undefined): AksBlueprint => ({
  ...blueprint,
  nodePools: blueprint.nodePools.map((pool) => {
    const offered = zones(pool.vmSize);
    return offered ? { ...pool, zones: pool.zones.filter((zone) => offered.includes(zone)) } : pool;
  }),
});

/** Settings of EKS's own: those that a new cluster of EKS would not get either. */
const beyondBoth = (name: string, findings: Finding[]): Finding[] =>
  findings
    .filter(({ severity }) => severity === 'warning')
    .map(({ path, current }) =>
      aksFinding(
        'warning',
        name,
        path.slice(1).replaceAll('/', '.'),
        `The source cluster has ${path.slice(1).replaceAll('/', '.')}, which kubeferry does not carry over to AKS. Look for its counterpart there if it matters.`,
        current === undefined ? {} : { current },
      ),
    );
