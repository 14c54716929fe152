import type { KubeObject } from '../../../kube/kube-object.ts';
import type { AccessAttributes, Authorize, ClusterIdentity } from '../contract/backend.ts';
import type { Store } from '../store/store.ts';

/**
 * RBAC beside another authorizer, by what is bound to the user, or to one of the groups, of an identity
 * (plugin/pkg/auth/authorizer/rbac/rbac.go). A RoleBinding allows in its namespace alone; paths that are no resources are left out.
 */
export const orByRbac =
  (authorize: Authorize, store: Store): Authorize =>
  (identity, access) =>
    authorize(identity, access) || rulesFor(store, identity, access.namespace).some((rule) => allows(rule, access));

interface Rule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  verbs: string[];
}

const RBAC = 'rbac.authorization.k8s.io';

function rulesFor(store: Store, identity: ClusterIdentity, namespace: string | undefined): Rule[] {
  const bindings = [
    ...store.list(`${RBAC}/clusterrolebindings`),
    ...(namespace ? store.list(`${RBAC}/rolebindings`, namespace) : []),
  ];
  return bindings.filter((binding) => isBound(binding, identity)).flatMap((binding) => rulesOf(store, binding));
}

function isBound({ subjects = [] }: KubeObject, { username, groups }: ClusterIdentity): boolean {
  return (subjects as { kind: string; name: string; namespace?: string }[]).some(({ kind, name, namespace }) => {
    if (kind === 'Group') return groups.includes(name);
    return username === (kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name);
  });
}

function rulesOf(store: Store, { roleRef, metadata }: KubeObject): Rule[] {
  const { kind, name } = roleRef as { kind: string; name: string };
  const role =
    kind === 'ClusterRole'
      ? store.get(`${RBAC}/clusterroles`, '', name)
      : store.get(`${RBAC}/roles`, metadata.namespace ?? '', name);
  return (role?.rules ?? []) as Rule[];
}

function allows(rule: Rule, { verb, group, resource, subresource, name }: AccessAttributes): boolean {
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  const has = (values: string[] = [], value: string) => values.includes('*') || values.includes(value);
  return (has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    (has(rule.resources, wanted) || (subresource !== undefined && rule.resources?.includes(`*/${subresource}`))) &&
    (!rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name)))) as boolean;
}
