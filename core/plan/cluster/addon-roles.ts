import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';
import type { RoleAccount } from './workload-roles.ts';

/** Where most add-ons run. */
const NAMESPACE = 'kube-system';

/** A service account of an add-on that takes a role by its annotation (IRSA). */
export interface AddonAccount extends RoleAccount {
  addon: string;
}

/**
 * The service accounts of add-ons that take a role by their annotation, as EKS names them; an add-on of which EKS names
 * none is a finding, since nobody can say then how it gets its role in the new cluster.
 */
export async function addonRoleAccounts(
  cluster: string,
  { addons }: Blueprint,
  factory: Pick<ClusterFactory, 'addonAccounts'>,
): Promise<{ accounts: AddonAccount[]; findings: Finding[] }> {
  const accounts: AddonAccount[] = [];
  const findings: Finding[] = [];
  for (const { name: addon, version, namespace = NAMESPACE, serviceAccountRoleArn: role } of addons) {
    if (role === undefined) continue;
    const names = await factory.addonAccounts(addon, version);
    accounts.push(...names.map((name) => accountOf(addon, { namespace, name, role })));
    if (names.length > 0) continue;
    const sentence = `The add-on ${addon} takes role ${role} by the annotation of a service account that EKS does not name: let the role trust the issuer of the new cluster by hand, or the add-on gets no credentials.`;
    findings.push(
      clusterFinding('warning', cluster, `addons.${addon}.serviceAccountRoleArn`, sentence, { current: role }),
    );
  }
  return { accounts, findings };
}

/** Add-ons whose role comes by pod identity associations, and no longer by the annotation. */
export function withAddonAssociations(blueprint: Blueprint, accounts: AddonAccount[]): Blueprint {
  const addons = blueprint.addons.map(({ serviceAccountRoleArn, ...addon }) => {
    const own = accounts.filter((account) => account.addon === addon.name);
    if (own.length === 0) return serviceAccountRoleArn ? { ...addon, serviceAccountRoleArn } : addon;
    const made = own.map(({ name: serviceAccount, role: roleArn }) => ({ serviceAccount, roleArn }));
    const others = addon.podIdentities.filter(({ serviceAccount }) => !own.some(({ name }) => name === serviceAccount));
    const podIdentities = [...others, ...made].toSorted((a, b) => (a.serviceAccount < b.serviceAccount ? -1 : 1));
    return { ...addon, podIdentities };
  });
  return { ...blueprint, addons };
}

/** Whoever has a pod identity association in the blueprint, of the workload and of add-ons. */
export function associatedAccounts({ addons, podIdentities }: Blueprint): RoleAccount[] {
  const ofAddons = addons.flatMap(({ name: addon, namespace = NAMESPACE, podIdentities: owned }) =>
    owned.map(({ serviceAccount: name, roleArn: role }) => accountOf(addon, { namespace, name, role })),
  );
  const own = podIdentities.map(({ namespace, serviceAccount: name, roleArn: role }) => {
    const account = { namespace, name };
    return { ...account, source: account, sourceRole: role, role };
  });
  return [...own, ...ofAddons];
}

const accountOf = (addon: string, { namespace, name, role }: { namespace: string; name: string; role: string }) => ({
  addon,
  namespace,
  name,
  source: { namespace, name },
  sourceRole: role,
  role,
});
