import type { AccessAttributes, Authorize, ClusterIdentity } from '../contract/backend.ts';
import { ApiError, qualified } from '../errors/status.ts';

/** Lets the request pass, or throws 403 in the server's words. `system:masters` may do everything. */
export function checkAccess(authorize: Authorize, identity: ClusterIdentity, access: AccessAttributes): void {
  if (mayAccess(authorize, identity, access)) return;
  const { verb, group, resource, subresource, namespace, name } = access;
  const path = subresource ? `${resource}/${subresource}` : resource;
  const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const why = `User "${identity.username}" cannot ${verb} resource "${path}" in API group "${group}" ${scope}`;
  const message = `${qualified(resource, group)}${name ? ` "${name}"` : ''} is forbidden: ${why}`;
  throw new ApiError(403, 'Forbidden', message, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind: resource,
  });
}

export function mayAccess(authorize: Authorize, identity: ClusterIdentity, access: AccessAttributes): boolean {
  return identity.groups.includes('system:masters') || authorize(identity, access);
}
