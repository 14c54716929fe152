import type { ClusterDescription, Described } from '../../base/ports/cluster-factory.ts';
import type { PartKind } from '../../base/ports/create-request.ts';

/** One part of a cluster that is there. */
export interface Part {
  kind: PartKind;
  name: string;
  /** EKS's own word; `ACTIVE` for what has no state. */
  status: string;
  /** Why it is not well. */
  issues: string[];
}

/** All parts that EKS describes, under the names that create requests have. */
export function partsOf(description: ClusterDescription): Part[] {
  return [
    partOf('cluster', description.cluster.name, description.cluster),
    ...description.nodegroups.map((each) => partOf('nodegroup', each.nodegroupName, each)),
    ...description.fargateProfiles.map((each) => partOf('fargate-profile', each.fargateProfileName, each)),
    ...description.addons.map((each) => partOf('addon', each.addonName, each)),
    ...description.accessEntries.map(({ entry }) => partOf('access-entry', entry.principalArn, entry)),
    ...description.accessEntries.flatMap(({ entry, policies }) =>
      policies.map((each) => partOf('access-policy', `${entry.principalArn} ${each.policyArn}`, each)),
    ),
    ...description.podIdentities.map((each) =>
      partOf('pod-identity', `${each.namespace}/${each.serviceAccount}`, each),
    ),
    ...[description.oidcProvider ?? []].flat().map((each) => partOf('oidc-provider', description.cluster.name, each)),
  ];
}

function partOf(kind: PartKind, name: unknown, described: Described): Part {
  const health = described.health as { issues?: { code?: string; message?: string }[] } | undefined;
  return {
    kind,
    name: String(name),
    status: String(described.status ?? 'ACTIVE'),
    issues: (health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`),
  };
}
