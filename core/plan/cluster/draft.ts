import type { ClusterDescription } from '../../base/ports/cluster-factory.ts';
import { configurationFindings } from './addon-configuration.ts';
import type { Draft, Drafting, SourceDescription } from './drafting.ts';
import { draftFromAks } from './from-aks/draft-from-aks.ts';
import { issuerFindings } from './issuer-findings.ts';
import { mapBlueprint } from './map-blueprint.ts';
import { readBlueprint } from './read-blueprint.ts';

/** The same for each cloud that a source may be in. */
export const draftOf = (description: SourceDescription, drafting: Drafting): Draft =>
  'nodegroups' in description ? draftFromEks(description, drafting) : draftFromAks(description, drafting);

function draftFromEks(description: ClusterDescription, { route, create, namespaces }: Drafting): Draft {
  const { cluster: name, account, region } = route.target;
  const read = readBlueprint(name, description);
  const names = { from: route.source.cluster, to: name };
  const { blueprint, unmapped } = mapBlueprint(read.blueprint, {
    create,
    place: { account, region },
    names,
    namespaces,
  });
  return {
    blueprint,
    unmapped,
    findings: [
      ...read.findings,
      ...issuerFindings(name, description, create),
      ...configurationFindings(name, blueprint, route.source, route.target),
    ],
  };
}
