import type { AksDescription } from '../../../base/ports/aks-description.ts';
import { readAksBlueprint } from '../aks/read-aks-blueprint.ts';
import type { Draft, Drafting } from '../drafting.ts';
import { Mapper } from '../mapper.ts';
import { addonsFor } from './addons-for.ts';
import { adminsFor } from './admins-for.ts';
import { controlPlaneFor } from './control-plane-for.ts';
import { nodegroupsFor } from './nodegroups-for.ts';
import { spelledAs } from './spelled-as.ts';

/**
 * A cluster of AKS as one of EKS: each part becomes its counterpart by the tables of this folder and as the route says, or is
 * named. Who takes which role is planned with the workload.
 */
export function draftFromAks(description: AksDescription, given: Drafting): Draft {
  const { cluster: name, account, region } = given.route.target;
  const { blueprint: aks, findings } = readAksBlueprint(name, description);
  const create = { ...given.create, map: spelledAs(aks, given.create.map) };
  const drafting = { ...given, create };
  const mapper = new Mapper(create, { account, region });
  const plane = controlPlaneFor(name, aks.cluster, create, mapper);
  const nodes = nodegroupsFor(name, aks.nodePools, drafting, mapper);
  const addons = addonsFor(name, aks.cluster, create);
  const admins = adminsFor(name, aks.cluster, create);
  return {
    blueprint: {
      cluster: plane.cluster,
      nodegroups: nodes.nodegroups,
      fargateProfiles: [],
      addons: addons.addons,
      accessEntries: admins.accessEntries,
      podIdentities: [],
    },
    unmapped: mapper.unmapped,
    findings: [findings, plane.findings, nodes.findings, addons.findings, admins.findings].flat(),
  };
}
