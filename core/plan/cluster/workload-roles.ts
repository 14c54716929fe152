import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import { isRoleArn, namedArns } from '../../base/request/named-arns.ts';
import type { NewCluster } from '../../base/request/route.ts';
import type { Mappings, SourceIndex } from '../../translate/context.ts';
import { IRSA } from '../../translate/tables/irsa.ts';
import { WORKLOAD_IDENTITY } from '../../translate/tables/workload-identity.ts';
import type { Blueprint } from './blueprint.ts';
import { rolesFor } from './offers.ts';
import type { Subject } from './trust.ts';

/** A service account of the workload that takes a role by its annotation (IRSA), as it will be in the target. */
export interface RoleAccount extends Subject {
  /** At the source, `namespace/name`. */
  source: Subject;
  sourceRole: string;
  /** The role as the mappings have it. */
  role: string;
}

/** The service accounts of the export that take a role; without those whose role the route leaves out by null. */
export function roleAccounts(
  { roleAccounts: accounts = [] }: Pick<SourceIndex, 'roleAccounts'>,
  mappings: Pick<Mappings, 'namespaces' | 'roles'>,
  { map }: NewCluster,
): RoleAccount[] {
  return accounts
    .filter(({ role }) => map[role] !== null)
    .map(({ namespace, name, role }) => ({
      namespace: mappings.namespaces[namespace] ?? namespace,
      name,
      source: { namespace, name },
      sourceRole: role,
      role: mappings.roles[role] ?? role,
    }));
}

/** The blueprint with a pod identity association for each of the accounts whose role the route names. */
export function withAssociations(blueprint: Blueprint, accounts: RoleAccount[], create: NewCluster): Blueprint {
  const named = namedArns(create);
  const key = (one: Subject & { serviceAccount?: string }) => `${one.namespace} ${one.serviceAccount ?? one.name}`;
  const made = accounts
    .filter(({ role }) => named.includes(role))
    .map(({ namespace, name, role }) => ({ namespace, serviceAccount: name, roleArn: role, tags: {} }));
  const all = new Map(made.map((one) => [`${one.namespace} ${one.serviceAccount}`, one]));
  // An association that the source has counts more than an annotation beside it.
  for (const one of blueprint.podIdentities) all.delete(key({ ...one, name: one.serviceAccount }));
  const podIdentities = [...blueprint.podIdentities, ...all.values()];
  return { ...blueprint, podIdentities: podIdentities.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

const keyOf = ({ namespace, serviceAccount }: Blueprint['podIdentities'][number]) => `${namespace} ${serviceAccount}`;

/** Associations take roles that the route names alone: the right to hand them over is bound to those. */
export async function unmappedRoles(
  accounts: RoleAccount[],
  create: NewCluster,
  { roles }: Pick<ClusterFactory, 'roles'>,
): Promise<Finding[]> {
  const named = namedArns(create);
  const unmapped = accounts.filter(({ role }) => !named.includes(role));
  if (unmapped.length === 0) return [];
  const there = await roles();
  return unmapped.map((account) => {
    const offered = rolesFor(account.sourceRole, there, 'pod');
    const choice = offered.length > 0 ? ` Roles of the target that pods may take: ${offered.join(', ')}.` : '';
    const sentence = `The service account takes ${identityText(account.sourceRole)}, whose counterpart in the target is not named: name it in the route's target.create.map["${account.sourceRole}"], or null to go without.${choice}`;
    return finding('blocker', account, sentence, { current: account.sourceRole, proposed: offered });
  });
}

/** A role, or the client id of a workload identity of AKS. */
const identityText = (role: string) => (isRoleArn(role) ? `role ${role}` : `workload identity ${role}`);

/** The route does not say how the accounts get their roles in the new cluster. */
export const undecided = (accounts: RoleAccount[]): Finding[] =>
  accounts.map((account) =>
    finding(
      'warning',
      account,
      `The service account takes ${identityText(account.role)} by its annotation, which no role allows to the issuer of a new cluster. Choose "pod-identity" or "oidc-provider" as the route's target.create.serviceAccountRoles.`,
      { current: account.sourceRole },
    ),
  );

/** The agent of Pod Identity does not run on Fargate (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html). */
export function onFargate(accounts: RoleAccount[], { fargateProfiles }: Blueprint): Finding[] {
  const profileOf = ({ namespace }: RoleAccount) =>
    fargateProfiles.find(({ selectors }) => selectors.some((one) => isLike(one.namespace, namespace)));
  return accounts.flatMap((account) => {
    const profile = profileOf(account);
    if (!profile) return [];
    const sentence = `Pods of namespace ${account.namespace} run on Fargate by profile ${profile.name}, where there is no Pod Identity: those that take role ${account.role} get no credentials. Choose "oidc-provider" as the route's target.create.serviceAccountRoles, or take them off Fargate.`;
    return finding('warning', account, sentence, { current: account.sourceRole });
  });
}

/** Selectors of Fargate profiles take `*` and `?`. */
const isLike = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);

export function finding(
  severity: Finding['severity'],
  { source, sourceRole }: RoleAccount,
  sentence: string,
  values: Pick<Finding, 'current' | 'proposed'> = {},
): Finding {
  return {
    severity,
    object: { apiVersion: 'v1', kind: 'ServiceAccount', ...source },
    path: `/metadata/annotations/${(isRoleArn(sourceRole) ? IRSA.role : WORKLOAD_IDENTITY.client).replace('/', '~1')}`,
    rule: 'make-cluster',
    sentence,
    ...values,
  };
}

/** Roles that may be looked at: the member's role may read those alone that the route names. */
export const readableRoles = (accounts: RoleAccount[], create: NewCluster): string[] => {
  const named = namedArns(create).filter(isRoleArn);
  return [...new Set(accounts.map(({ role }) => role))].filter((role) => named.includes(role)).toSorted();
};
