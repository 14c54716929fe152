import type { Route } from '../clone/route.ts';
import { KubeferryError } from '../errors.ts';
import type { Finding } from '../manifests/finding.ts';
import type { ClusterFactory } from '../ports/cluster-factory.ts';
import { fitAddons } from './addon-versions.ts';
import type { Blueprint } from './blueprint.ts';
import { createRequests, type PartKind } from './create-requests.ts';
import { mapBlueprint } from './map-blueprint.ts';
import { readBlueprint } from './read-blueprint.ts';
import { networkFindings, unmappedFindings } from './unmapped.ts';

/** The cluster that a run is going to make: part of the plan, before anything is made. */
export interface ClusterPlan {
  name: string;
  blueprint: Blueprint;
  /** Zones of its subnets. */
  zones: string[];
  /** What is made, in order. */
  creates: { kind: PartKind; name: string }[];
}

/**
 * Reads the source cluster's blueprint and turns it into the target's: mapped as the route says, with add-ons that its
 * version supports. What cannot be carried over is told, as a blocker where the cluster could not be made.
 */
export async function planCluster(
  route: Route,
  cloneId: string,
  source: Pick<ClusterFactory, 'read'>,
  target: Pick<ClusterFactory, 'addonVersions' | 'candidates'>,
): Promise<{ plan: ClusterPlan; findings: Finding[] }> {
  const { cluster: name, create, account, region } = route.target;
  const description = await source.read(route.source.cluster);
  if (!description || !create) {
    throw new KubeferryError(
      'NotFound',
      `Cluster "${name}" of route "${route.name}" cannot be made: ${create ? `its source "${route.source.cluster}" is not there` : 'the route has no target.create'}. Correct kubeferry.config.ts and deploy again.`,
    );
  }
  const read = readBlueprint(name, description);
  const mapped = mapBlueprint(read.blueprint, { create, place: { account, region } });
  const candidates = await target.candidates();
  const fitted = await fitAddons(name, mapped.blueprint, target);
  const zones = candidates.subnets.filter(({ id }) => create.subnetIds.includes(id)).map(({ zone }) => zone);
  return {
    plan: {
      name,
      blueprint: fitted.blueprint,
      zones: [...new Set(zones)].toSorted(),
      creates: createRequests(name, fitted.blueprint, cloneId).map(({ kind, name: part }) => ({ kind, name: part })),
    },
    findings: [
      ...read.findings,
      ...unmappedFindings(name, mapped.unmapped, candidates),
      ...networkFindings(name, create, candidates),
      ...fitted.findings,
    ],
  };
}
