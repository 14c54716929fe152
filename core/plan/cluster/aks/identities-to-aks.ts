import type { Finding } from '../../../../kube/finding.ts';
import type { Blueprint } from '../blueprint.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';
import type { AksTargetPlace } from './aks-target-place.ts';

type WorkloadIdentities = AksBlueprint['workloadIdentities'];

const ADMIN = /:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/;
const ADMIN_GROUP = 'system:masters';
/** In any letter case, as all ids of Azure. */
export const IDENTITY =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;
const GROUP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whoever takes a role, or is one: pods take managed identities, and people come in groups of Entra ID, where the route names them. */
export function identitiesOf(
  name: string,
  { accessEntries, podIdentities }: Blueprint,
  { create, namespaces }: AksTargetPlace,
): { workloadIdentities: WorkloadIdentities; adminGroups: string[]; findings: Finding[] } {
  const people = accessEntries
    .filter(({ type }) => type === 'STANDARD')
    .map((entry) => peopleOf(name, entry, create.map));
  const pods = podIdentities.map(({ namespace, serviceAccount, roleArn }) => {
    const identity = create.map[roleArn];
    if (identity === null) return { taken: [], findings: [] };
    const at = `podIdentities.${namespace}/${serviceAccount}`;
    if (identity === undefined || !IDENTITY.test(identity))
      return { taken: [], findings: [unmapped(name, at, roleArn)] };
    return { taken: [{ namespace: namespaces[namespace] ?? namespace, serviceAccount, identity }], findings: [] };
  });
  return {
    workloadIdentities: sortedIdentities(pods.flatMap(({ taken }) => taken)),
    adminGroups: [...new Set([...create.adminGroups, ...people.flatMap(({ groups }) => groups)])].toSorted(),
    findings: [...people.flatMap(({ findings }) => findings), ...pods.flatMap(({ findings }) => findings)],
  };
}

/** Each service account once, in the order of their names. */
export const sortedIdentities = (all: WorkloadIdentities): WorkloadIdentities =>
  [...new Map(all.map((each) => [`${each.namespace} ${each.serviceAccount}`, each])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);

const unmapped = (name: string, at: string, roleArn: string) =>
  aksFinding(
    'blocker',
    name,
    at,
    `Its pods take role ${roleArn} by a pod identity association: name the id of a managed identity in the route's target.create.map["${roleArn}"], or null to go without.`,
    { current: roleArn },
  );

function peopleOf(
  name: string,
  { principalArn, policies, kubernetesGroups }: Blueprint['accessEntries'][number],
  map: Record<string, string | null>,
): { groups: string[]; findings: Finding[] } {
  const group = map[principalArn];
  if (group === null) return { groups: [], findings: [] };
  const administers =
    kubernetesGroups.includes(ADMIN_GROUP) ||
    policies.some(({ policyArn, namespaces }) => ADMIN.test(policyArn) && !namespaces);
  if (group && GROUP.test(group) && administers) return { groups: [group], findings: [] };
  const way = administers
    ? `name the object id of a group of Entra ID in the route's target.create.map["${principalArn}"], or null to go without`
    : 'give their counterparts a role of Azure RBAC, such as "Azure Kubernetes Service RBAC Reader", on the new cluster or a namespace of it, or bind them there by RBAC';
  const sentence = `${principalArn} enters the source by an access entry, and IAM lets nobody into AKS: ${way}.`;
  return {
    groups: [],
    findings: [aksFinding('warning', name, `accessEntries.${principalArn}`, sentence, { current: principalArn })],
  };
}
