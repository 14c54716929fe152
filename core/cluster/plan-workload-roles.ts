import type { NewCluster } from '../clone/route.ts';
import type { Finding } from '../manifests/finding.ts';
import type { ClusterFactory } from '../ports/cluster-factory.ts';
import type { Blueprint } from './blueprint.ts';
import { onFargate, type RoleAccount, undecided, unmappedRoles, withAssociations } from './workload-roles.ts';
import { trustFindings } from './workload-trust.ts';

export interface WorkloadRoles {
  blueprint: Blueprint;
  findings: Finding[];
}

/**
 * Gives the service accounts of the workload their roles in a new cluster, in the way that the route chooses; before the
 * cluster is made, and once more when its issuer is known.
 */
export async function planWorkloadRoles(
  blueprint: Blueprint,
  accounts: RoleAccount[],
  create: NewCluster,
  factory: Pick<ClusterFactory, 'roles' | 'trustPolicy'>,
  providerArn?: string,
): Promise<WorkloadRoles> {
  const { serviceAccountRoles: way } = create;
  if (way === undefined) return { blueprint, findings: undecided(accounts) };
  const trust = await trustFindings({ accounts, create, factory, providerArn });
  if (way === 'oidc-provider') return { blueprint, findings: trust };
  return {
    blueprint: withAssociations(blueprint, accounts, create),
    findings: [...(await unmappedRoles(accounts, create, factory)), ...onFargate(accounts, blueprint), ...trust],
  };
}
