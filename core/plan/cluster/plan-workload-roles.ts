import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { NewCluster } from '../../base/request/route.ts';
import { addonRoleAccounts, associatedAccounts, withAddonAssociations } from './addon-roles.ts';
import type { Blueprint } from './blueprint.ts';
import { onFargate, type RoleAccount, undecided, unmappedRoles, withAssociations } from './workload-roles.ts';
import { issuerTrust, podTrust } from './workload-trust.ts';

export interface WorkloadRoles {
  blueprint: Blueprint;
  findings: Finding[];
}

interface Asked {
  /** Name of the cluster. */
  cluster: string;
  blueprint: Blueprint;
  /** Service accounts of the workload that take a role by their annotation. */
  accounts: RoleAccount[];
  create: NewCluster;
  factory: Pick<ClusterFactory, 'addonAccounts' | 'roles' | 'trustPolicy'>;
  /** Of the new cluster's issuer; left out as long as the cluster does not exist. */
  providerArn?: string | undefined;
}

/**
 * Gives the service accounts of the workload and of the add-ons their roles in a new cluster, in the way that the route
 * chooses; before the cluster is made, and once more when its issuer is known.
 */
export async function planWorkloadRoles(asked: Asked): Promise<WorkloadRoles> {
  const { cluster, blueprint, accounts, create, factory, providerArn } = asked;
  const { accounts: ofAddons, findings } = await addonRoleAccounts(cluster, blueprint, factory);
  const annotated = [...accounts, ...ofAddons];
  if (create.serviceAccountRoles === 'pod-identity') {
    const complete = withAssociations(withAddonAssociations(blueprint, ofAddons), accounts, create);
    const trust = await podTrust([...annotated, ...associatedAccounts(complete)], create, factory);
    const unmapped = await unmappedRoles(accounts, create, factory);
    return { blueprint: complete, findings: [...findings, ...unmapped, ...onFargate(accounts, complete), ...trust] };
  }
  const trust = await podTrust(associatedAccounts(blueprint), create, factory);
  const byAnnotation =
    create.serviceAccountRoles === undefined
      ? undecided(annotated)
      : await issuerTrust(annotated, create, factory, providerArn);
  return { blueprint, findings: [...findings, ...byAnnotation, ...trust] };
}
