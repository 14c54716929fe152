import type { AccessAttributes, Authorize } from '../../kubernetes/contract/backend.ts';
import { ACCESS_POLICIES, type PolicyRule } from './access-policies.data.ts';

const ARN_PREFIX = 'arn:aws:eks::aws:cluster-access-policy/';
/** Access entries cannot name groups that begin with `eks:`, so nobody can give themselves one of these. */
const GROUP_PREFIX = 'eks:access-policy:';

export const policyArn = (name: string) => `${ARN_PREFIX}${name}`;

/** Undefined for an ARN that is no access policy known here. */
export function policyName(arn: string): string | undefined {
  const name = arn.startsWith(ARN_PREFIX) ? arn.slice(ARN_PREFIX.length) : '';
  return Object.hasOwn(ACCESS_POLICIES, name) ? name : undefined;
}

/** How an associated policy travels with an authenticated identity: as a group, with the namespaces that it is for. */
export const policyGroup = (name: string, namespaces?: string[]) =>
  `${GROUP_PREFIX}${name}${namespaces ? `:${namespaces.join(',')}` : ''}`;

/** EKS's authorizer: allows what any associated policy allows in its scope, and leaves the rest to RBAC. */
export const authorizeByPolicies: Authorize = (identity, access) =>
  identity.groups.some((group) => {
    if (!group.startsWith(GROUP_PREFIX)) return false;
    const [name = '', namespaces] = group.slice(GROUP_PREFIX.length).split(':');
    return (
      isInScope(access, namespaces?.split(',')) && (ACCESS_POLICIES[name] ?? []).some((rule) => allows(rule, access))
    );
  });

/** A scope of namespaces covers what is in them and the Namespace objects themselves. `*` may end or begin a name. */
function isInScope(access: AccessAttributes, namespaces: string[] | undefined): boolean {
  if (!namespaces) return true;
  const isNamespace = access.group === '' && access.resource === 'namespaces';
  const namespace = access.namespace || (isNamespace ? access.name : undefined);
  return namespace !== undefined && namespaces.some((scope) => matches(scope, namespace));
}

function matches(scope: string, namespace: string): boolean {
  const [before = '', after] = scope.split('*');
  if (after === undefined) return scope === namespace;
  return namespace.startsWith(before) && namespace.endsWith(after) && namespace.length >= before.length + after.length;
}

function allows(rule: PolicyRule, { group, resource, subresource, verb }: AccessAttributes): boolean {
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  return (
    (rule.group === '*' || rule.group === group) &&
    (rule.resources.includes('*') || rule.resources.includes(wanted)) &&
    !rule.except?.includes(wanted) &&
    (rule.verbs.includes('*') || rule.verbs.includes(verb))
  );
}
