import type { DeployedResource } from './deploy-template.ts';
import type { Application } from './directory.ts';
import type { RoleAssignment } from './resource-manager.ts';

const ASSIGNMENT = /^(.+)\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/;

interface Role {
  permissions?: { actions: string[]; dataActions?: string[] }[];
}

/** Who an identity that a deployment has made trusts, and what its roles let it do where. */
export function deployedRights(
  resources: readonly DeployedResource[],
  { tenant, client, principal }: { tenant: string; client: string; principal: string },
): { applications: Application[]; assignments: RoleAssignment[] } {
  const subjects = resources
    .filter(({ type }) => type.endsWith('/federatedIdentityCredentials'))
    .map(({ properties }) => String(properties?.subject));
  const roles = new Map(resources.map(({ id, properties = {} }) => [id, (properties as Role).permissions]));
  return {
    applications: subjects.map((subject) => ({ tenant, client, subject })),
    assignments: resources.flatMap(({ id, properties = {} }) => {
      const [, scope] = ASSIGNMENT.exec(id) ?? [];
      if (!scope || properties.principalId !== principal) return [];
      const permissions = roles.get(String(properties.roleDefinitionId));
      if (!permissions) throw new Error(`RoleDefinitionDoesNotExist: ${String(properties.roleDefinitionId)}`);
      return [
        {
          client,
          scope,
          actions: permissions.flatMap(({ actions, dataActions = [] }) => [...actions, ...dataActions]),
        },
      ];
    }),
  };
}
